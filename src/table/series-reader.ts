import type { BarColumns } from '../memory/bar-reader.js';
import { BAR, TABLE, TABLE_SERIES } from '../memory/layout.js';
import { readVersioned } from '../memory/versioned.js';
import type { Views } from '../memory/views.js';
import { cover } from './cover.js';

const FIELDS = TABLE_SERIES.ROW_BYTES / 8;
const FROM = (TABLE_SERIES.FROM - TABLE_SERIES.BARS) / 4;
const TO = (TABLE_SERIES.TO - TABLE_SERIES.BARS) / 4;
/** A publication takes well under a microsecond; one that does not end is of a writer that died. */
const TRIES = 1000;

/** Bars that there are none of. */
export function noBars(): BarColumns {
  const none = new Float64Array();
  return { time: none, open: none, high: none, low: none, close: none, volume: none };
}

/** Reads series of bars. Any thread; each reader has its own. */
export class SeriesReader {
  readonly #values = new Float64Array(TABLE_SERIES.VALUES_BYTES / 8);
  readonly #words = new Int32Array(this.#values.buffer);
  readonly #row = new Float64Array(FIELDS);
  readonly #rowWords = new Int32Array(this.#row.buffer);

  /**
   * The newest `count` bars of the series that a slot leads to, oldest first, the forming one last; undefined where it leads to none.
   * The two newest come from what is published under the version; the others do not change, and are read again where
   * the ring, or another series, has come over them in the meantime.
   */
  read(views: Views, slot: number, count: number): BarColumns | undefined {
    for (let tries = 0; tries < TRIES; tries++) {
      const series = Atomics.load(views.i32, slot >> 2);
      if (series === 0) return undefined;
      cover(views, series + TABLE.BLOCK_BYTES);
      const { i32 } = views;
      const generation = Atomics.load(i32, (series + TABLE_SERIES.GENERATION) >> 2);
      if (readVersioned(i32, (series + TABLE_SERIES.VERSION) >> 2, this.#words) < 0) continue;
      const to = this.#words[TO] as number;
      const known = Number.isNaN(this.#values[BAR.END / 8]) ? 0 : to - (this.#words[FROM] as number) + 1;
      const length = Math.max(0, Math.min(Math.floor(count) || 0, known, TABLE_SERIES.ROWS));
      const columns = Array.from({ length: FIELDS }, () => new Float64Array(length));
      const start = to - length + 1;
      for (let bar = 0; bar < length - 2; bar++) {
        const row = (series + TABLE_SERIES.RING + ((start + bar) % TABLE_SERIES.ROWS) * TABLE_SERIES.ROW_BYTES) >> 2;
        for (let word = 0; word < FIELDS * 2; word++) this.#rowWords[word] = Atomics.load(i32, row + word);
        for (let field = 0; field < FIELDS; field++) (columns[field] as Float64Array)[bar] = this.#row[field] as number;
      }
      for (let back = 0; back < Math.min(2, length); back++) {
        for (let field = 0; field < FIELDS; field++) {
          (columns[field] as Float64Array)[length - 1 - back] = this.#values[(back * BAR.BYTES) / 8 + field] as number;
        }
      }
      const whole =
        Atomics.load(i32, (series + TABLE_SERIES.CLAIMED) >> 2) - start <= TABLE_SERIES.ROWS &&
        Atomics.load(i32, (series + TABLE_SERIES.GENERATION) >> 2) === generation &&
        Atomics.load(i32, slot >> 2) === series;
      if (!whole) continue;
      const [time, open, high, low, close, volume] = columns as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      return { time, open, high, low, close, volume };
    }
    return noBars();
  }
}

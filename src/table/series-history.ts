import type { Bar } from '../market/bar.js';
import { BANK, BAR, LANE, TABLE_SERIES } from '../memory/layout.js';
import type { Views } from '../memory/views.js';

const DAY = 86_400_000;
const { ROWS, ROW_BYTES } = TABLE_SERIES;

type Row = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

/**
 * Puts bars from before in front of a series' own: oldest first, starts at multiples of its interval counted from midnight UTC. Where the
 * series' first bar, which may have begun late, is among them, it gets their open, the range of both and the larger volume; other bars
 * of the series stay as they are. Writer's thread only. Readers retry: the version is odd meanwhile, and whoever looked before
 * sees another generation.
 */
export function fillSeries(views: Views, address: number, bars: readonly Bar[]): void {
  if (bars.length === 0) return;
  const { i32, f64 } = views;
  const own = ownRows(views, address);
  const rows = joinRows(bars, own).slice(-ROWS);
  const version = (address + TABLE_SERIES.VERSION) >> 2;
  const odd = Atomics.load(i32, version) | 1;
  Atomics.store(i32, version, odd);
  Atomics.add(i32, (address + TABLE_SERIES.GENERATION) >> 2, 1);

  const forming = rows.length - 1;
  const row = new Float64Array(ROW_BYTES / 8);
  const words = new Int32Array(row.buffer);
  for (let position = 0; position < forming - 1; position++) {
    row.set(rows[position] as Row);
    const at = (address + TABLE_SERIES.RING + position * ROW_BYTES) >> 2;
    for (let word = 0; word < words.length; word++) Atomics.store(i32, at + word, words[word] as number);
  }
  Atomics.store(i32, (address + TABLE_SERIES.CLAIMED) >> 2, Math.max(0, forming - 1));
  const interval = f64[(address + LANE.INTERVAL) >> 3] as number;
  const put = (at: number, index: number) => {
    const bar = rows[index];
    if (!bar) return;
    f64.set(bar, at >> 3);
    // one of the series' own has its end, and the time of its newest tick
    if (rows.length - index <= own.length) return;
    f64[(at + BAR.END) >> 3] = Math.min(bar[0] + interval, (Math.floor(bar[0] / DAY) + 1) * DAY);
    // any later tick of it is as late as its begin, or later
    f64[(at + BAR.TIME) >> 3] = bar[0];
  };
  put(address + TABLE_SERIES.BARS, forming);
  put(address + TABLE_SERIES.BARS + BAR.BYTES, forming - 1);
  const bank = address + TABLE_SERIES.BANK;
  i32[(bank + BANK.JOINED) >> 2] = 1;
  i32[(bank + BANK.POSITION) >> 2] = Math.max(0, forming);
  i32[(address + TABLE_SERIES.FROM) >> 2] = 0;
  i32[(address + TABLE_SERIES.TO) >> 2] = Math.max(0, forming);
  showSeries(views, address);
  Atomics.store(i32, version, (odd + 1) | 0);
}

/** Copies the working bars and positions to where readers see them. Under an odd version. */
export function showSeries({ i32 }: Views, address: number): void {
  const from = (address + TABLE_SERIES.BARS) >> 2;
  const to = (address + TABLE_SERIES.VALUES) >> 2;
  for (let word = 0; word < TABLE_SERIES.VALUES_BYTES / 4; word++) {
    Atomics.store(i32, to + word, i32[from + word] as number);
  }
}

/** The bars of a series as its writer has them, oldest first. */
function ownRows({ i32, f64 }: Views, address: number): Row[] {
  const read = (at: number) => Array.from(f64.subarray(at >> 3, (at + ROW_BYTES) >> 3)) as unknown as Row;
  const known = (bar: number) => !Number.isNaN(f64[(bar + BAR.END) >> 3]);
  const forming = address + TABLE_SERIES.BARS;
  const to = i32[(address + TABLE_SERIES.TO) >> 2] as number;
  const from = Math.max(i32[(address + TABLE_SERIES.FROM) >> 2] as number, to + 1 - ROWS);
  const rows: Row[] = [];
  for (let position = from; position < to - 1; position++) {
    rows.push(read(address + TABLE_SERIES.RING + (position % ROWS) * ROW_BYTES));
  }
  if (known(forming + BAR.BYTES)) rows.push(read(forming + BAR.BYTES));
  if (known(forming)) rows.push(read(forming));
  return rows;
}

function joinRows(bars: readonly Bar[], own: readonly Row[]): Row[] {
  const [first, ...rest] = own;
  const before = bars.filter(({ time }) => !first || time < first[0]);
  const rows = before.map(({ time, open, high, low, close, volume }): Row => [time, open, high, low, close, volume]);
  if (!first) return rows;
  const same = bars.find(({ time }) => time === first[0]);
  const [time, open, high, low, close, volume] = first;
  const joined: Row = same
    ? [time, same.open, Math.max(high, same.high), Math.min(low, same.low), close, Math.max(volume, same.volume)]
    : [time, open, high, low, close, volume];
  return [...rows, joined, ...rest];
}

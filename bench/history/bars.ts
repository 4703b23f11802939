/** Bars for every contender: a seeded random walk around 100, with nothing rounded. */
import { COLUMNS, type Columns } from '../libraries/library.ts';
import { seededRandom } from '../random.ts';

export function makeBars(count: number): Columns<Float64Array> {
  const [open, high, low, close, volume] = COLUMNS.map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const random = seededRandom();
  let price = 100;
  for (let index = 0; index < count; index++) {
    const begin = price;
    price *= 1 + 0.01 * (random() - 0.5);
    // drawn back, so that a million bars neither end at nothing nor without end
    price += (100 - price) * 1e-4;
    open[index] = begin;
    close[index] = price;
    high[index] = Math.max(begin, price) * (1 + 0.003 * random());
    low[index] = Math.min(begin, price) * (1 - 0.003 * random());
    volume[index] = 1 + 1000 * random();
  }
  return { open, high, low, close, volume };
}

/** Part of the bars. */
export function sliceBars(bars: Columns<Float64Array>, from: number, to: number): Columns<Float64Array> {
  const { open, high, low, close, volume } = bars;
  const slice = (values: Float64Array) => values.slice(from, to);
  return { open: slice(open), high: slice(high), low: slice(low), close: slice(close), volume: slice(volume) };
}

/** Plain arrays, as the libraries take them. */
export function plainBars({ open, high, low, close, volume }: Columns<Float64Array>): Columns {
  const plain = (values: Float64Array) => Array.from(values);
  return { open: plain(open), high: plain(high), low: plain(low), close: plain(close), volume: plain(volume) };
}

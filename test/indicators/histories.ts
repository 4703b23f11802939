/** Histories for tests of the array API: the same for the same seed. */

export interface MadeBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly time: Float64Array;
}

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bars of a random walk, five hours each, some of them without a close or flat. */
export function makeBars(length: number, seed = 1): MadeBars {
  const random = randomFrom(seed);
  const column = () => new Float64Array(length);
  const bars = {
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    bid: column(),
    ask: column(),
    time: column(),
  };
  let price = 100;
  for (let index = 0; index < length; index++) {
    const flat = random() < 0.1;
    const open = price;
    if (!flat) price += random() - 0.5;
    bars.open[index] = open;
    bars.close[index] = random() < 0.01 ? Number.NaN : price;
    bars.high[index] = Math.max(open, price) + (flat ? 0 : random() / 4);
    bars.low[index] = Math.min(open, price) - (flat ? 0 : random() / 4);
    bars.volume[index] = flat ? 0 : Math.round(random() * 1000);
    bars.bid[index] = price - 0.01;
    bars.ask[index] = price + 0.01;
    bars.time[index] = Date.UTC(2024, 2, 1) + index * 5 * 3_600_000;
  }
  return bars;
}

/** Part of the bars. */
export function sliceBars(bars: MadeBars, from: number, to?: number): MadeBars {
  const columns = Object.entries(bars).map(([name, column]: [string, Float64Array]) => [
    name,
    column.subarray(from, to),
  ]);
  return Object.fromEntries(columns) as unknown as MadeBars;
}

/** One of the bars, as an object. */
export function barAt(bars: MadeBars, index: number): { readonly [Name in keyof MadeBars]: number } {
  const fields = Object.entries(bars).map(([name, column]: [string, Float64Array]) => [name, column[index]]);
  return Object.fromEntries(fields) as { [Name in keyof MadeBars]: number };
}

/** Whether two numbers are the same bits, any NaN being like any other. */
export const same = (a: number | undefined, b: number | undefined) => Object.is(a, b);

/** Where two arrays first differ in a bit; -1 where they do not. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) if (!same(a[index], b[index])) return index;
  return -1;
}

/** Random series for tests of indicators. */
import fc from 'fast-check';
import type { RecordedBars } from './recorded.js';

/** A number of any size that prices have, often a round one, sometimes unknown. */
const value = (unknown: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: unknown, arbitrary: fc.constant(Number.NaN) },
  );

/** So many series, all equally long; `unknown`: how often a value is NaN, against 12. */
export const anySeries = (count: number, unknown = 1, maxLength = 200): fc.Arbitrary<number[][]> =>
  fc.integer({ min: 1, max: maxLength }).chain((length) =>
    fc.array(fc.array(value(unknown), { minLength: length, maxLength: length }), {
      minLength: count,
      maxLength: count,
    }),
  );

/** High, low, close and volume of a random walk with gaps; sometimes a bar is unknown. */
export const anyBars = (maxLength = 300): fc.Arbitrary<[number[], number[], number[], number[]]> =>
  fc
    .tuple(
      fc.array(
        fc.tuple(
          fc.integer({ min: -40, max: 40 }),
          fc.integer({ min: 0, max: 20 }),
          fc.integer({ min: 0, max: 20 }),
          fc.nat({ max: 1000 }),
          fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) }),
        ),
        { minLength: 1, maxLength },
      ),
      fc.constantFrom(1, 0.1, 0.01, 1 / 3),
    )
    .map(([steps, unit]) => {
      const bars: [number[], number[], number[], number[]] = [[], [], [], []];
      let price = 500;
      for (const [move, up, down, volume, hole] of steps) {
        price += move;
        const bar = [(price + up) * unit, (price - down) * unit, price * unit, volume];
        for (const [column, number] of bar.entries()) bars[column]?.push(hole === column + 1 ? Number.NaN : number);
      }
      return bars;
    });

/** How calls are cut: lengths that repeat, at most a rig's chunk. */
export const anyCuts = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 5 });
/** Where positions begin: odd and even, and so high that eight times it does not fit a signed number. */
export const anyFirst = fc.constantFrom(0, 1, 7, 1000, 268_435_457, 268_435_450);

/** Numbers in [0, 1), always the same ones from the same seed. Mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface WalkOptions {
  /** Where closes begin, how far one moves at most, and what it does not fall below. */
  readonly price?: number;
  readonly step?: number;
  readonly floor?: number;
}

/** Bars of a random walk, a minute each. */
export function walk(
  seed: number,
  length: number,
  { price = 100, step = 1, floor = step }: WalkOptions = {},
): RecordedBars {
  const next = random(seed);
  const column = () => new Float64Array(length);
  const bars = { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  let last = price;
  for (let index = 0; index < length; index++) {
    const open = last;
    last += (next() - 0.5) * 2 * step;
    if (last < floor) last += 2 * (floor - last);
    bars.time[index] = index * 60_000;
    bars.open[index] = open;
    bars.high[index] = Math.max(open, last) + next() * step * 0.5;
    bars.low[index] = Math.min(open, last) - next() * step * 0.5;
    bars.close[index] = last;
    bars.volume[index] = Math.round(next() * 10_000);
  }
  return bars;
}

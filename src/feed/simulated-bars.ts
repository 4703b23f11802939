/**
 * The past of a simulated instrument: a price for any time before the simulation began, which arrives at the price that it begins
 * with. It is noise of many periods, each four times as long as the last and twice as strong, so that it moves like a random
 * walk over seconds as over months; and it is a function of the time, so that bars of all intervals tell of one and the same path.
 */
import type { Bar } from '../market/bar.js';
import type { EpochMs, Price } from '../market/tick.js';
import { hashText, randomAt } from './random.js';
import { profileOf } from './simulated-names.js';

/** Periods of the noise: from a quarter of a second to two years. */
const FINEST_MS = 250;
const PERIODS = 15;
/** Strength of the noise over the root of its period in ms: some two percent a day. */
const STRENGTH = 4.5e-6;
/** Prices that a bar is made of, beside its last. */
const STEPS = 8;

/**
 * Bars of `interval` ms, oldest first; the newest is the one that `end` falls into, and ends there. Its close is `last`: the
 * price that the symbol starts with where left out. Each bar opens at the price at which the one before closes. Any thread.
 */
export function simulatedBars(
  name: string,
  seed: number,
  interval: number,
  count: number,
  end: EpochMs,
  last?: Price,
): Bar[] {
  const { price, decimals, size, sizeDecimals } = profileOf(name, seed);
  const stream = hashText(`${name} bars`, seed);
  const noise = (time: EpochMs) => {
    let sum = 0;
    for (let index = 0, period = FINEST_MS; index < PERIODS; index++, period *= 4) {
      const place = Math.floor(time / period);
      const from = randomAt(stream + index, place);
      const to = randomAt(stream + index, place + 1);
      sum += Math.sqrt(period) * (from + (to - from) * (time / period - place));
    }
    return sum * STRENGTH;
  };
  const onGrid = (value: number, scale: number, least: number) => Math.max(least, Math.round(value * scale)) / scale;
  const level = (last ?? price) / Math.exp(noise(end));
  const first = Math.floor(end / interval) - count + 1;
  return Array.from({ length: count }, (_, index) => {
    const time = (first + index) * interval;
    const length = Math.min(interval, end - time);
    const prices: number[] = [];
    for (let step = 0; step <= STEPS; step++) {
      prices.push(onGrid(level * Math.exp(noise(time + (length * step) / STEPS)), 10 ** decimals, 1));
    }
    return {
      time,
      open: prices[0] as number,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices[STEPS] as number,
      volume: onGrid((size * length * (0.5 + randomAt(stream, first + index))) / 1000, 10 ** sizeDecimals, 0),
    };
  });
}

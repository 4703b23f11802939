import { seededRandom } from '../random.ts';

/** The same ticks for every variant: seeded trades of one symbol, a walk on a grid of cents. */
export interface TickColumns {
  readonly price: Float64Array;
  readonly size: Float64Array;
}

/** Epoch ms of every tick: one session, as in a drained batch. */
export const TIME = Date.UTC(2026, 0, 5, 12);

export function makeTicks(count: number): TickColumns {
  const price = new Float64Array(count);
  const size = new Float64Array(count);
  const random = seededRandom();
  let cents = 10_000;
  for (let index = 0; index < count; index++) {
    cents += Math.round((random() - 0.5) * 20);
    price[index] = cents / 100;
    size[index] = 1 + Math.floor(random() * 100);
  }
  return { price, size };
}

import { randomInt } from 'node:crypto';
import fc from 'fast-check';

/** A new seed for each run, printed, so that a failure can be repeated: `SEED=123 npm test`. */
export const seed = process.env.SEED === undefined ? randomInt(2 ** 31) : Number(process.env.SEED);
console.log(`fast-check seed: ${seed} (repeat with SEED=${seed})`);

export function check(property: fc.IProperty<never> | fc.IRawProperty<unknown>, runs = 500): void {
  fc.assert(property as fc.IRawProperty<unknown>, { seed, numRuns: runs });
}

import { randomInt } from 'node:crypto';
import fc from 'fast-check';

/** A new seed for each run, printed, so that a failure can be repeated: `SEED=123 npm test`. */
export const seed = process.env.SEED === undefined ? randomInt(2 ** 31) : Number(process.env.SEED);
console.log(`fast-check seed: ${seed} (repeat with SEED=${seed})`);

/** Runs a property; throws, with a counterexample, where it does not hold. */
export function check<Values>(property: fc.IRawProperty<Values>, runs = 500): void {
  fc.assert(property, { seed, numRuns: runs });
}

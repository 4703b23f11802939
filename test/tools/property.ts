import fc from 'fast-check';

/** Checks a property with random input; the seed is printed, and SEED in the environment repeats a run. */
export function property<T extends [unknown, ...unknown[]]>(
  ...args: [...{ [I in keyof T]: fc.Arbitrary<T[I]> }, (...drawn: T) => void]
): void {
  const seed = Number(globalThis.process?.env?.SEED ?? Date.now() & 0x7fffffff);
  console.log(`    seed ${seed}`);
  const predicate = args.pop() as (...drawn: T) => void;
  const arbitraries = args as unknown as { [I in keyof T]: fc.Arbitrary<T[I]> };
  fc.assert(fc.property(...(arbitraries as [fc.Arbitrary<unknown>]), predicate as (...drawn: unknown[]) => void), {
    seed,
    numRuns: 200,
  });
}

/**
 * A small seeded generator, so that simulated markets repeat exactly: sfc32 (Chris Doty-Humphrey's Small Fast Chaotic
 * generator, 128 bits of state, part of the PractRand suite). Not for secrets.
 */

/** A 32-bit hash of a text (FNV-1a with murmur3's finish), different for each seed. */
export function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One stream of random numbers. Two streams of one seed are independent. Drawing creates no object. */
export class Random {
  /** Three mixed words and a counter, which rules out short cycles. */
  readonly #state: Uint32Array;

  /** `seed` and `stream` are taken as 32-bit integers. */
  constructor(seed: number, stream = 0) {
    this.#state = Uint32Array.of(seed, stream, 0x9e3779b9, 1);
    // Near seeds start out near each other; the author's own seeding discards this many.
    for (let round = 0; round < 12; round++) this.next();
  }

  /** Uniform in [0, 1), in steps of 2^-32. */
  next(): number {
    const state = this.#state;
    const b = state[1] as number;
    const c = state[2] as number;
    const counter = state[3] as number;
    const result = ((state[0] as number) + b + counter) >>> 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    return result / 0x100000000;
  }

  /**
   * Normal-like with mean 0 and deviation 1, within +-3.46: a sum of four uniforms (Irwin-Hall). Exact arithmetic only, so that
   * every engine draws the same, which logarithms would not promise.
   */
  normal(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3);
  }
}

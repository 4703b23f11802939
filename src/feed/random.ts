/**
 * A small seeded generator, so that simulated markets repeat exactly: each number is a hash of its stream and of its place in
 * it, by the end of Austin Appleby's MurmurHash3. Exact arithmetic, the same in every engine. Not for secrets.
 */

/** Spreads every bit of a 32-bit word over all of them; no two words become one. */
function mix(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A 32-bit hash of a text, different for each seed. */
export function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = mix(hash ^ text.charCodeAt(index));
  return hash >>> 0;
}

/** Draws the stream's next number: uniform in [0, 1), in steps of 2^-32. Creates no object. */
export type Random = () => number;

/** The number at one place of a stream; stream and place are taken as 32-bit integers. */
export function randomAt(stream: number, place: number): number {
  return (mix(mix(place) ^ stream) >>> 0) / 0x100000000;
}

/** One stream of random numbers, which repeats after 2^32; `stream` is taken as a 32-bit integer. */
export function randomStream(stream: number): Random {
  let drawn = 0;
  return () => randomAt(stream, drawn++);
}

/** Normal-like with mean 0 and deviation 1, within +-3.46: a sum of four uniforms (Irwin-Hall), which takes no logarithm. */
export function normal(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

/** Words from a version to its payload: a version is alone in its 64 bits. SLOT.VALUES and FEED.VALUES. */
const PAYLOAD = 2;

/**
 * Copies what lies behind a version, as 32-bit atomics: plain reads could legally drift past the second look at the version,
 * and tear. The version that was read; -1 while a publication is in progress, or where one came in between. Any thread.
 * @param at - Index of the version in `i32`.
 */
export function readVersioned(i32: Int32Array, at: number, into: Int32Array): number {
  const version = Atomics.load(i32, at);
  if (version & 1) return -1;
  for (let word = 0; word < into.length; word++) into[word] = Atomics.load(i32, at + PAYLOAD + word);
  return Atomics.load(i32, at) === version ? version >>> 0 : -1;
}

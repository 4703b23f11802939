/** Numbers from 0 to 1, the same ones every time: who is compared must see the same (xorshift32). */
export function seededRandom(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

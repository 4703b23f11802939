/** Milliseconds of a flash. */
export const FLASH_MS = 400;
/** Prices of a page that may move within one: where more do none flashes, as nobody would see it, and each costs style and paint in every frame. */
const MOST = 24;

/** When the last of those that moved did. */
const moved = new Float64Array(MOST).fill(Number.NEGATIVE_INFINITY);
let next = 0;
let still: MediaQueryList | undefined;

/** Whether a price that has moved may flash; `now`: the frame's time. Not for whoever asked for less motion. */
export function mayFlash(now: number): boolean {
  still ??= matchMedia('(prefers-reduced-motion: reduce)');
  const few = now - (moved[next] as number) >= FLASH_MS;
  moved[next] = now;
  next = (next + 1) % MOST;
  return few && !still.matches;
}

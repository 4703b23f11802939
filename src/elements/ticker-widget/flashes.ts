/** Milliseconds of a flash. */
export const FLASH_MS = 400;
/** Flashes of a page at a time: where hundreds flash at once none is seen, and each costs style and paint in every frame. */
const MOST = 24;

const ends: number[] = [];
let still: MediaQueryList | undefined;

/** Whether one more flash may begin now; `now`: the frame's time. No more than a page bears, and none for whoever asked for less motion. */
export function mayFlash(now: number): boolean {
  still ??= matchMedia('(prefers-reduced-motion: reduce)');
  if (still.matches) return false;
  while ((ends[0] as number) <= now) ends.shift();
  if (ends.length >= MOST) return false;
  ends.push(now + FLASH_MS);
  return true;
}

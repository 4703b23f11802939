import type { Views } from '../memory/views.js';

/** Turns of a loop in which a thread surely hears of a growth. */
const TURNS = 10_000;

/**
 * Makes views cover so many bytes of a memory that another thread has grown already. The growth was before whatever told of it, but engines
 * bring it to other threads by an interrupt, which is taken at the end of a loop's turn. Throws a RangeError where the memory is
 * smaller all the same.
 */
export function cover(views: Views, bytes: number): void {
  for (let turn = 0; turn < TURNS && views.memory.buffer.byteLength < bytes; turn++);
  views.renew(bytes);
}

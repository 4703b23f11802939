import type { DataFeed } from '../data-feed/data-feed.js';
import type { BoardRow } from './board-row.js';

/** How old the ticks of a frame are when it is painted. Main thread. */
export class BoardAges {
  /** Receipt of the ticks that were painted in this frame, while the others are, in epoch ms. */
  #received = new Float64Array(256);
  #count = 0;

  /** A row was painted. */
  take(row: BoardRow): void {
    if (row.received === row.painted) return;
    row.painted = row.received;
    if (this.#count === this.#received.length) {
      const more = new Float64Array(2 * this.#count);
      more.set(this.#received);
      this.#received = more;
    }
    this.#received[this.#count++] = row.received;
  }

  /** All paints of the frame are done at `now`, epoch ms: the feed hears the ages of what it shows first. */
  tell(feed: DataFeed | undefined, now: number): void {
    for (let index = 0; index < this.#count; index++) feed?.tickAge.add(now - (this.#received[index] as number));
    this.#count = 0;
  }
}

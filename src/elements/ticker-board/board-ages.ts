import type { DataFeed } from '../data-feed/data-feed.js';
import type { BoardRow } from './board-row.js';

/** How old the ticks of a frame are when it is painted. Main thread. */
export class BoardAges {
  /** Receipt of the ticks that were painted in this frame, while the others are, in epoch ms. */
  readonly #received: number[] = [];

  /** A row was painted. */
  take(row: BoardRow): void {
    if (row.received === row.painted) return;
    row.painted = row.received;
    this.#received.push(row.received);
  }

  /** All paints of the frame are done at `now`, epoch ms: the feed hears the ages of what it shows first. */
  tell(feed: DataFeed | undefined, now: number): void {
    for (const received of this.#received) feed?.tickAge.add(now - received);
    this.#received.length = 0;
  }
}

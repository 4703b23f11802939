/** How long to wait before the next attempt. Feed worker and Node; one per connection. */

const FIRST_MS = 1_000;
const LAST_MS = 30_000;
/** A source may ask for more patience than that, and is not given it. */
const LONGEST_ASKED_MS = 300_000;

/**
 * Full jitter: a random part of a limit that doubles from attempt to attempt, so that the clients of a server that comes back are
 * spread over the whole time. See "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export class Backoff {
  #failures = 0;
  readonly #random: () => number;

  /** `random`: 0 up to 1, for tests. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Milliseconds to wait now. `asked`: what the source asked for (`Retry-After`), which is a least, with the jitter on top of it. */
  next(asked = 0): number {
    const limit = Math.min(LAST_MS, FIRST_MS * 2 ** this.#failures++);
    return Math.min(Math.max(asked, 0), LONGEST_ASKED_MS) + this.#random() * limit;
  }

  /** Healthy data has come: the next loss is a first one. */
  reset(): void {
    this.#failures = 0;
  }
}

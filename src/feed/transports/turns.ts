import type { TransportEvents } from '../transport.js';
import type { Splitter } from './splitter.js';

/** A thread that decodes for longer than this without a pause keeps others waiting. */
const BUSY_MS = 8;
/** So many messages pass between two looks at the clock. */
const LOOK_EVERY = 32;

/**
 * Hands messages to a connection, in order, and lets the thread's other work go first after every 8 ms of it: a burst, or a file
 * that is there at once, freezes nobody. Feed worker.
 */
export class Turns {
  readonly #events: TransportEvents;
  readonly #closed: AbortSignal;
  #since = 0;
  #busy = 0;
  #count = 0;

  /** Nothing is handed over once `closed` is aborted. */
  constructor(events: TransportEvents, closed: AbortSignal) {
    this.#events = events;
    this.#closed = closed;
  }

  /** Hands over what a splitter has; resolves when it has nothing more, or the connection was closed. */
  async drain(splitter: Splitter): Promise<void> {
    // what was worked before and not paused for counts too: chunks may come without a turn between them
    this.#since = performance.now();
    while (!this.#closed.aborted) {
      const message = splitter.next();
      if (message === undefined) break;
      if (this.#give(message)) await this.#pause();
    }
    this.#busy += performance.now() - this.#since;
  }

  /** Hands over one message that stood ready. */
  hand(message: string): Promise<void> | undefined {
    return this.#give(message) ? this.#pause() : undefined;
  }

  /** True: it is others' turn. */
  #give(message: string | ArrayBuffer): boolean {
    if (message === '') this.#events.alive();
    else this.#events.frame(message);
    if (++this.#count % LOOK_EVERY !== 0) return false;
    const now = performance.now();
    this.#busy += now - this.#since;
    this.#since = now;
    return this.#busy > BUSY_MS;
  }

  async #pause(): Promise<void> {
    await nextTurn();
    this.#busy = 0;
    this.#since = performance.now();
  }
}

/**
 * Resolves when all that waits in the event loop has had its turn. By a message: timers are held back in hidden pages, and
 * `scheduler.yield` would come back before the calls of other threads.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

import type { Outgoing } from './codec.js';

/** Sends messages in their order, no faster than the source allows. Feed worker; one per connection attempt. */
export class Outbox {
  readonly #send: (message: Outgoing) => void;
  readonly #every: number;
  readonly #waiting: Outgoing[] = [];
  #free = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `every`: least milliseconds between two messages; 0 for none. */
  constructor(send: (message: Outgoing) => void, every: number) {
    this.#send = send;
    this.#every = every;
  }

  post(message: Outgoing): void {
    this.#waiting.push(message);
    this.#work();
  }

  /** Drops what waits. */
  close(): void {
    this.#waiting.length = 0;
    clearTimeout(this.#timer);
  }

  #work(): void {
    if (this.#timer !== undefined) return;
    while (this.#waiting.length > 0) {
      const wait = this.#free - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#work();
        }, wait);
        return;
      }
      if (this.#every > 0) this.#free = performance.now() + this.#every;
      this.#send(this.#waiting.shift() as Outgoing);
    }
  }
}

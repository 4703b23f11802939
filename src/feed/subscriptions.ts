import type { Codec, Outgoing } from './codec.js';

/** The whole state of a symbol is asked for once more at most so often. */
const REFRESH_MS = 1_000;

/** What a connection is to carry, and what it has been asked for on the wire. Feed worker; one per connection. */
export class Subscriptions {
  /** Symbols that it carries. */
  readonly wanted = new Set<string>();
  readonly #asked = new Set<string>();
  /** Symbols whose whole state is to be asked for once more. */
  readonly #stained = new Set<string>();
  #refreshing: ReturnType<typeof setTimeout> | undefined;

  /** What is wanted has been asked for, and nothing else. */
  get settled(): boolean {
    return this.#asked.size === this.wanted.size && [...this.wanted].every((name) => this.#asked.has(name));
  }

  /** Another connection begins. `named`: its address asks for all that is wanted. */
  begin(named: boolean): void {
    this.#asked.clear();
    if (named) for (const symbol of this.wanted) this.#asked.add(symbol);
  }

  /** The messages that ask for what is new, and no more for what nobody wants now. */
  *changes(codec: Codec): Iterable<Outgoing> {
    const added = [...this.wanted].filter((symbol) => !this.#asked.has(symbol));
    const removed = [...this.#asked].filter((symbol) => !this.wanted.has(symbol));
    for (const symbol of added) this.#asked.add(symbol);
    for (const symbol of removed) this.#asked.delete(symbol);
    if (added.length) yield* codec.subscribe(added);
    if (removed.length) yield* codec.unsubscribe(removed);
  }

  /** Brings the whole state of a symbol once more; soon, where one was asked for just now: a source may have a hole in every message. */
  refresh(symbol: string, codec: Codec, send: (message: Outgoing) => void): void {
    if (this.#asked.has(symbol)) this.#stained.add(symbol);
    if (this.#refreshing === undefined) this.#askAfresh(codec, send);
  }

  /** Drops what waits. */
  drop(): void {
    clearTimeout(this.#refreshing);
    this.#refreshing = undefined;
    this.#stained.clear();
  }

  #askAfresh(codec: Codec, send: (message: Outgoing) => void): void {
    this.#refreshing = undefined;
    const asked = [...this.#stained].filter((symbol) => this.#asked.has(symbol));
    this.#stained.clear();
    if (asked.length === 0) return;
    this.#refreshing = setTimeout(() => this.#askAfresh(codec, send), REFRESH_MS);
    for (const message of codec.refresh?.(asked) ?? [...codec.unsubscribe(asked), ...codec.subscribe(asked)]) {
      send(message);
    }
  }
}

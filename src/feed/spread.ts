import type { Connection } from './connection.js';

/**
 * Spreads a feed's symbols over its connections: as many to one as the source allows, over all of several addresses, of which the last is
 * a spare that takes over from whichever is lost. Feed worker.
 */
export class Spread {
  readonly #urls: readonly string[];
  readonly #limit: number;
  readonly #make: (url: string) => Connection;
  readonly #carriers = new Map<string, Connection>();
  /** Connections that carry symbols, or may. */
  #active: Connection[] = [];
  #spare: Connection | undefined;
  #started = false;

  /** `limit`: symbols that one connection may carry. `make` makes a connection that is not started yet. */
  constructor(urls: readonly string[], limit: number, make: (url: string) => Connection) {
    this.#urls = urls;
    this.#limit = limit;
    this.#make = make;
    const last = urls.length > 1 ? urls.length - 1 : urls.length;
    this.#active = urls.slice(0, last).map((url) => make(url));
    if (last < urls.length) {
      this.#spare = make(urls[last] as string);
      this.#spare.spare = true;
    }
  }

  get connections(): readonly Connection[] {
    return this.#spare ? [...this.#active, this.#spare] : this.#active;
  }

  start(): void {
    this.#started = true;
    for (const connection of [...this.connections]) connection.start();
  }

  add(symbols: Iterable<string>): void {
    const groups = new Map<Connection, string[]>();
    for (const symbol of symbols) {
      if (this.#carriers.has(symbol)) continue;
      const connection = this.#roomiest(groups);
      this.#carriers.set(symbol, connection);
      const group = groups.get(connection);
      if (group) group.push(symbol);
      else groups.set(connection, [symbol]);
    }
    for (const [connection, group] of groups) connection.add(group);
  }

  remove(symbols: Iterable<string>): void {
    for (const symbol of symbols) {
      this.#carriers.get(symbol)?.remove([symbol]);
      this.#carriers.delete(symbol);
    }
    // one for each address stays, however little there is to carry
    for (const connection of this.#active.filter(({ symbols: left }) => left.size === 0)) {
      if (this.#active.length <= Math.max(1, this.#urls.length - 1)) break;
      connection.close();
      this.#active = this.#active.filter((other) => other !== connection);
    }
  }

  /**
   * Symbols of connections that are down go to the spare where it can take them; of those that failed for good, else, to others that have
   * room, and what is left to the spare, as soon as that can.
   */
  mend(): void {
    for (const connection of [...this.#active]) {
      if (!connection.down) continue;
      const failed = connection.status === 'failed';
      if (failed && !this.#spare?.available) this.#abandon(connection);
      const { symbols } = connection;
      if (failed ? this.#spare && !this.#spare.dead : this.#spare?.available && symbols.size > 0) {
        this.#takeOver(connection);
      }
    }
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  /** The spare and the connection change places. */
  #takeOver(lost: Connection): void {
    const spare = this.#spare as Connection;
    spare.spare = false;
    lost.spare = true;
    this.#active = this.#active.map((connection) => (connection === lost ? spare : connection));
    this.#spare = lost;
    spare.succeed(lost);
    this.#hand(lost, spare, lost.symbols.size);
  }

  /** A connection that failed for good gives its symbols to others, to each as many as it may carry. */
  #abandon(failed: Connection): void {
    const others = this.#active.filter(({ dead }) => !dead);
    others.forEach((other, index) => {
      const share = Math.ceil(failed.symbols.size / (others.length - index));
      this.#hand(failed, other, Math.min(share, this.#limit - other.symbols.size));
    });
  }

  #hand(from: Connection, to: Connection, count: number): void {
    const symbols = [...from.symbols].slice(0, Math.max(0, count));
    if (symbols.length === 0) return;
    from.remove(symbols);
    for (const symbol of symbols) this.#carriers.set(symbol, to);
    to.add(symbols);
  }

  /** The connection with the fewest symbols; one more where all are full. `coming`: what they are about to get. */
  #roomiest(coming: ReadonlyMap<Connection, readonly string[]>): Connection {
    const load = (connection: Connection) => connection.symbols.size + (coming.get(connection)?.length ?? 0);
    let best: Connection | undefined;
    for (const connection of this.#active) {
      if (connection.dead && this.#active.length > 1) continue;
      if (!best || load(connection) < load(best)) best = connection;
    }
    if (best && load(best) < this.#limit) return best;
    const url = this.#urls[this.#active.length % Math.max(1, this.#urls.length - 1)] as string;
    const another = this.#make(url);
    this.#active.push(another);
    if (this.#started) another.start();
    return another;
  }
}

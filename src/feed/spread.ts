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
    for (const connection of this.connections) connection.start();
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

  /** A connection was lost, or failed for good: the spare takes its symbols where it stands. True where it did. */
  takeOver(lost: Connection): boolean {
    const spare = this.#spare;
    if (!spare?.standing || lost === spare) return false;
    spare.spare = false;
    lost.spare = true;
    this.#active = this.#active.map((connection) => (connection === lost ? spare : connection));
    this.#spare = lost;
    spare.succeed(lost);
    this.#hand(lost, [spare]);
    return true;
  }

  /** A connection that failed for good gives its symbols to the others. */
  abandon(failed: Connection): void {
    const others = this.#active.filter(({ status }) => status !== 'failed');
    if (others.length > 0) this.#hand(failed, others);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  #hand(from: Connection, to: readonly Connection[]): void {
    const symbols = [...from.symbols];
    from.remove(symbols);
    symbols.forEach((symbol, index) => {
      const connection = to[index % to.length] as Connection;
      this.#carriers.set(symbol, connection);
      connection.add([symbol]);
    });
  }

  /** The connection with the fewest symbols; one more where all are full. `coming`: what they are about to get. */
  #roomiest(coming: ReadonlyMap<Connection, readonly string[]>): Connection {
    const load = (connection: Connection) => connection.symbols.size + (coming.get(connection)?.length ?? 0);
    let best: Connection | undefined;
    for (const connection of this.#active) {
      if (connection.status === 'failed' && this.#active.length > 1) continue;
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

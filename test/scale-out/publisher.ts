/** Publishes ticks whose every value is known: numbered by the symbol, without a hole, each with a price and a size of its own. */
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { BinaryTickEncoder } from '../../src/feed/codecs/binary.js';

export const SYMBOLS = ['ALPHA', 'BETA', 'GAMMA'] as const;
/** Milliseconds between two rounds of a trade for each symbol. */
const ROUND = 10;
/** Well within a day, so that all ticks are of one session. */
const FIRST_TIME = Date.UTC(2026, 0, 5, 10);

/** The price of a symbol's trade, in quarters, and its size, a whole number: sums of them are exact. */
export function tradeOf(symbol: string, sequence: number): { readonly price: number; readonly size: number } {
  let mixed = Math.imul(sequence, 0x9e3779b1);
  for (const letter of symbol) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 13;
  return { price: 100 + (mixed >>> 22) / 4, size: (mixed & 0xfffff) + 1 };
}

export class Publisher {
  /** Rounds so far: the sequence of every symbol. */
  sequence = 0;
  readonly #connection: NatsConnection;
  readonly #encoder = new BinaryTickEncoder();
  #rounds: NodeJS.Timeout | undefined;

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
  }

  /** `servers`: all nodes of a cluster; it goes on with another where its own dies. */
  static async connect(servers: readonly string[]): Promise<Publisher> {
    const connection = await connect({
      servers: servers.map((url) => new URL(url).host),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 50,
    });
    return new Publisher(connection);
  }

  go(): void {
    this.#rounds ??= setInterval(() => this.round(), ROUND);
  }

  /** Publishes nothing more; resolves when its node has taken what was published. */
  async stand(): Promise<void> {
    clearInterval(this.#rounds);
    this.#rounds = undefined;
    await this.#connection.flush();
  }

  /** One trade of each symbol: as JSON on `ticks.SYMBOL`, as a binary frame on `frames.SYMBOL`. */
  round(): void {
    const sequence = ++this.sequence;
    const time = FIRST_TIME + sequence;
    for (const symbol of SYMBOLS) {
      const { price, size } = tradeOf(symbol, sequence);
      const text = JSON.stringify({ type: 'trade', symbol, price, size, time, sequence });
      this.#connection.publish(`ticks.${symbol}`, text);
      this.#encoder.trade({ name: symbol, id: 1 }, time, price, size, sequence, 0);
      this.#connection.publish(`frames.${symbol}`, new Uint8Array(this.#encoder.frame(time)));
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#rounds);
    await this.#connection.close();
  }
}

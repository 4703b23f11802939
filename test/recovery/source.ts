/** A source whose every tick is known: it numbers them without a hole, goes on while gateways come and go, and stands still when told. */
import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';

/** Trades of these, one after the other; of the last one quotes. */
export const TRADED = ['ALPHA', 'BETA'] as const;
export const QUOTED = 'GAMMA';
export const SYMBOLS = [...TRADED, QUOTED] as const;

/** Milliseconds between two rounds of a tick for each symbol. */
const ROUND = 20;

/** What the source has said last of a symbol. */
export interface Said {
  readonly sequence: number;
  /** The price of the trade, or the bid. */
  readonly price: number;
}

export class NumberedSource {
  readonly #server: WebSocketServer;
  readonly #asked = new Map<WebSocket, Set<string>>();
  readonly #said = new Map<string, Said>(SYMBOLS.map((symbol) => [symbol, { sequence: 0, price: Number.NaN }]));
  #rounds: NodeJS.Timeout | undefined;
  readonly #seed: number;

  private constructor(seed: number) {
    this.#seed = seed;
    this.#server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    this.#server.on('connection', (socket) => {
      this.#asked.set(socket, new Set());
      socket.on('message', (text) => this.#answer(socket, String(text)));
      socket.on('close', () => this.#asked.delete(socket));
      socket.on('error', () => socket.terminate());
    });
  }

  /** The same seed gives the same prices. */
  static async start(seed = 1): Promise<NumberedSource> {
    const source = new NumberedSource(seed);
    await once(source.#server, 'listening');
    return source;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  said(symbol: string): Said {
    return this.#said.get(symbol) as Said;
  }

  /** Ticks of a symbol so far. */
  sequence(symbol: string): number {
    return this.said(symbol).sequence;
  }

  /** Gateways that have asked for everything. */
  get readers(): number {
    return [...this.#asked.values()].filter((names) => SYMBOLS.every((symbol) => names.has(symbol))).length;
  }

  go(): void {
    this.#rounds ??= setInterval(() => this.round(), ROUND);
  }

  /** Nothing is said any more; the connections stand. */
  stand(): void {
    clearInterval(this.#rounds);
    this.#rounds = undefined;
  }

  /** One tick of each symbol. */
  round(): void {
    for (const symbol of SYMBOLS) {
      const sequence = this.sequence(symbol) + 1;
      const price = priceOf(this.#seed, symbol, sequence);
      this.#said.set(symbol, { sequence, price });
      const tick = { symbol, sequence, time: Date.now() };
      const text = JSON.stringify(
        symbol === QUOTED
          ? { type: 'quote', ...tick, bid: price, bidSize: 1, ask: price + 0.5, askSize: 2 }
          : { type: 'trade', ...tick, price, size: 1 },
      );
      for (const [socket, names] of this.#asked) if (names.has(symbol)) socket.send(text);
    }
  }

  async stop(): Promise<void> {
    this.stand();
    for (const socket of this.#asked.keys()) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(socket: WebSocket, text: string): void {
    const { type, symbols } = JSON.parse(text) as { type: string; symbols: string[] };
    const names = this.#asked.get(socket);
    for (const symbol of symbols) {
      if (type === 'subscribe') names?.add(symbol);
      else names?.delete(symbol);
    }
    const ids = Object.fromEntries(symbols.map((symbol) => [symbol, SYMBOLS.indexOf(symbol as 'ALPHA') + 1]));
    // a protocol of the gateway's says that numbers go up by one
    if (type === 'subscribe') socket.send(JSON.stringify({ type: 'subscribed', protocol: 1, symbols: ids }));
  }
}

/** A price that depends on all three, in quarters: doubles and JSON keep it exactly. */
function priceOf(seed: number, symbol: string, sequence: number): number {
  let mixed = seed ^ Math.imul(sequence, 0x9e3779b1);
  for (const letter of symbol) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x85ebca6b);
  mixed ^= mixed >>> 13;
  return 100 + (Math.imul(mixed, 0xc2b2ae35) >>> 20) / 4;
}

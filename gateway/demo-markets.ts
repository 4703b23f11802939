import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Gateway, startGateway } from './server.js';

/** What may be asked for. */
const MOST_SYMBOLS = 5000;
const MOST_RATE = 1_000_000;
/** Markets kept: one that nobody listens to costs no time. */
const MOST = 8;

/**
 * Markets of the stress page: a gateway of its own for each number of symbols and each rate, on this machine only, started when it is asked for
 * and kept for a while.
 */
export class DemoMarkets {
  readonly #seed: number;
  /** From the one that was asked for least recently. */
  readonly #running = new Map<string, Promise<Gateway>>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Answers `GET /demo/market?symbols=1000&rate=10000` with the address of a WebSocket. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const symbols = Number(query.get('symbols'));
    const rate = Number(query.get('rate'));
    const right = Number.isInteger(symbols) && symbols >= 1 && symbols <= MOST_SYMBOLS && rate > 0 && rate <= MOST_RATE;
    const [status, answer] = right
      ? [200, { socket: (await this.#market(symbols, rate)).url }]
      : [400, { error: `symbols: 1 to ${MOST_SYMBOLS}; rate: above 0, to ${MOST_RATE}` }];
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(answer));
  }

  async close(): Promise<void> {
    const all = [...this.#running.values()];
    this.#running.clear();
    await Promise.allSettled(all.map(async (gateway) => (await gateway).close()));
  }

  async #market(symbols: number, rate: number): Promise<Gateway> {
    const key = `${symbols} ${rate}`;
    const market =
      this.#running.get(key) ?? startGateway({ simulate: symbols, rate, seed: this.#seed, strict: true, port: 0 });
    this.#running.delete(key);
    this.#running.set(key, market);
    // one that could not start is tried again
    market.catch(() => this.#running.delete(key));
    const [oldest] = this.#running.keys();
    if (this.#running.size > MOST && oldest !== undefined) {
      const gone = this.#running.get(oldest);
      this.#running.delete(oldest);
      await (await gone)?.close();
    }
    return market;
  }
}

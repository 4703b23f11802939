/**
 * Stands for a socket where no gateway is behind the page: texts of JSON as the gateway sends them, from the same made-up market as the feed's
 * `sim:`, every 5 ms. The main thread gets them as it gets a socket's: as messages with a text.
 */
import { JsonTickEncoder } from '../../src/feed/codecs/json-encoder.js';
import { MarketSimulator } from '../../src/feed/simulator.js';
import { TickPace } from '../../src/feed/simulator-pace.js';
import type { EpochMs, Price, Size } from '../../src/market/tick.js';

/** What starts it; it ends by `terminate()`. */
export interface TextsOrder {
  readonly symbols: readonly string[];
  readonly rate: number;
  readonly seed: number;
}

const TURN_MS = 5;

addEventListener('message', ({ data }: MessageEvent<TextsOrder>) => {
  const market = new MarketSimulator({ seed: data.seed, symbols: data.symbols });
  const pace = new TickPace({ rate: data.rate, burst: 1, count: Number.POSITIVE_INFINITY });
  const texts = new JsonTickEncoder();
  const names: string[] = [];
  const ids = new Map<string, number>();
  const wire = (id: number) => ({ id, name: names[id] as string });
  const sink = {
    symbol(name: string): number {
      let id = ids.get(name);
      if (id === undefined) {
        id = names.push(name) - 1;
        ids.set(name, id);
      }
      return id;
    },
    trade(id: number, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void {
      texts.trade(wire(id), time, price, size, sequence, flags);
    },
    quote(id: number, time: EpochMs, bid: Price, bidSize: Size, ask: Price, askSize: Size, sequence: number): void {
      texts.quote(wire(id), time, bid, bidSize, ask, askSize, sequence);
    },
  };
  setInterval(() => {
    const time = (performance.timeOrigin + performance.now()) as EpochMs;
    for (let due = pace.due(performance.now()); due > 0; due--) market.tickInto(sink, time);
    if (texts.count > 0) postMessage(texts.frame());
  }, TURN_MS);
});

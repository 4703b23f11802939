import type { TickSink } from '../src/feed/codec.js';
import { codecs, createCodec } from '../src/feed/codecs/index.js';
import { deafSink } from '../src/feed/deaf-sink.js';
import type { Bar } from '../src/market/bar.js';
import type { EpochMs, Price, Size } from '../src/market/tick.js';
import { TICK_FLAG } from '../src/market/tick.js';
import { aggregate } from './bars.js';
import type { Capture } from './capture.js';

/** A trade of a capture. */
interface RecordedTrade {
  /** The message that it stands in. */
  readonly message: number;
  readonly symbol: string;
  readonly time: EpochMs;
  readonly price: Price;
  readonly size: Size;
}

/** The trades of a capture in the order of its messages, read by that of the feed's formats that finds most of them. */
export function tradesOf(capture: Capture): readonly RecordedTrade[] {
  let most: readonly RecordedTrade[] = [];
  for (const format of codecs.keys()) {
    const trades = decodeTrades(capture, format);
    if (trades.length > most.length) most = trades;
  }
  return most;
}

function decodeTrades({ messages, start }: Capture, format: string): RecordedTrade[] {
  const trades: RecordedTrade[] = [];
  const names = [''];
  const ids = new Map<string, number>();
  const codec = createCodec(format);
  messages.forEach(({ at, text }, message) => {
    // of a capture only its trades are wanted, in whatever else it has
    const sink: TickSink = {
      ...deafSink,
      received: start + at,
      symbol(name) {
        const known = ids.get(name) ?? names.push(name) - 1;
        ids.set(name, known);
        return known;
      },
      trade(symbol, time, price, size, _sequence, flags) {
        const usable = [time, price, size].every(Number.isFinite) && size >= 0 && !(flags & TICK_FLAG.REFERENCE);
        if (usable) trades.push({ message, symbol: names[symbol] as string, time, price, size });
      },
    };
    codec.decode(text, sink);
  });
  return trades;
}

/** Bars of a symbol's trades in the first `played` messages, oldest first. */
export function barsOfTrades(
  trades: readonly RecordedTrade[],
  symbol: string,
  played: number,
  interval: number,
  limit: number,
): Bar[] {
  const one = trades
    .filter((trade) => trade.symbol === symbol && trade.message < played)
    .sort((a, b) => a.time - b.time)
    .map(({ time, price, size }) => ({ time, open: price, high: price, low: price, close: price, volume: size }));
  return aggregate(one, interval).slice(-limit);
}

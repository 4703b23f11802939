/**
 * TOPS and DEEP of IEX as IEX Cloud streamed them: server-sent events, an array of states each. IEX Cloud closed in 2024, so there
 * is no endpoint: `src` names a server that speaks the same, with `{symbols}` where it wants them, such as `https://.../tops?symbols={symbols}`.
 *
 * Each state repeats the quote and the last sale. The last sale counts once: it is a trade where the day's `volume` has grown, or, where there
 * is no volume, where `lastSaleTime` is later; its size is what the volume has grown by, so that no share is lost where states were skipped. The first
 * one of a symbol is from before: it sets `last` alone. A quote counts where one of its four parts has changed, and needs both sides (0 is none).
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { Channel, Codec, CodecFactory, TickSink } from '../codec.js';
import { Asked, TICKS } from './asked.js';
import { eachMessage, wordOf } from './entries.js';
import { type JsonObject, sampleOf } from './json-text.js';
import { isPresent, sizeOf, timeOf } from './json-tick.js';
import { levelsOf, tellBook } from './levels.js';
import { toNumber } from './numbers.js';

/** So many symbols one stream was allowed. */
const SYMBOLS_PER_CONNECTION = 50;
const ODD = 'no state of a symbol';

/** What was told last of a symbol. */
interface State {
  bid: number;
  bidSize: number;
  ask: number;
  askSize: number;
  volume: number;
  soldAt: number;
}

class IexCodec implements Codec {
  readonly name = 'iex';
  readonly symbolsPerConnection = SYMBOLS_PER_CONNECTION;
  readonly #asked = new Asked();
  readonly #states = new Map<string, State>();

  canonical(symbol: string): string {
    return symbol.toUpperCase();
  }

  /** The address says what is wanted. */
  subscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    this.#asked.add(symbols, channels);
    return [];
  }

  unsubscribe(symbols: readonly string[], channels: readonly Channel[] = TICKS): readonly string[] {
    this.#asked.remove(symbols, channels);
    for (const symbol of symbols) this.#states.delete(symbol);
    return [];
  }

  decode(frame: string | ArrayBuffer, sink: TickSink): void {
    eachMessage(frame, sink, ODD, this.#message);
  }

  readonly #message = (message: JsonObject, sink: TickSink): void => {
    const { symbol, bids, asks, bidPrice, lastSalePrice } = message;
    if (typeof symbol !== 'string') {
      if (isPresent(message.error)) sink.failed(wordOf(message.error) || 'the source reports an error');
      else sink.rejected(ODD, sampleOf(message));
      return;
    }
    const isBook = Array.isArray(bids) || Array.isArray(asks);
    if (!isBook && !isPresent(bidPrice) && !isPresent(lastSalePrice)) return sink.rejected(ODD, sampleOf(message));
    const time = timeOf(message.lastUpdated, sink);
    let told = isBook && this.#asked.has('book', symbol) ? book(symbol, time, message, sink) : 0;
    const id = sink.symbol(symbol);
    // state is kept only of symbols that somebody wants
    if (id !== 0) {
      let state = this.#states.get(symbol);
      if (isPresent(bidPrice)) told += quote(id, time, message, state, sink);
      if (isPresent(lastSalePrice)) told += trade(id, time, message, state, sink);
      if (!state) {
        state = { bid: 0, bidSize: 0, ask: 0, askSize: 0, volume: Number.NaN, soldAt: Number.NaN };
        this.#states.set(symbol, state);
      }
      keep(state, message);
    }
    if (told === 0) sink.ignored();
  };
}

/** Each of these three tells the sink, and returns how many times. */
function book(symbol: string, time: number, message: JsonObject, sink: TickSink): number {
  const notes = { symbol, snapshot: true, time, sequence: toNumber(message.seq) };
  tellBook(notes, levelsOf(message.bids, 'size'), levelsOf(message.asks, 'size'), message, sink);
  return 1;
}

function quote(id: number, time: number, message: JsonObject, last: State | undefined, sink: TickSink): number {
  const bid = toNumber(message.bidPrice);
  const ask = toNumber(message.askPrice);
  const bidSize = sizeOf(message.bidSize);
  const askSize = sizeOf(message.askSize);
  if (bid === 0 || ask === 0) return 0;
  const isSame = last?.bid === bid && last.bidSize === bidSize && last.ask === ask && last.askSize === askSize;
  if (!isSame) sink.quote(id, time, bid, bidSize, ask, askSize, toNumber(message.seq));
  return isSame ? 0 : 1;
}

function trade(id: number, updated: number, message: JsonObject, last: State | undefined, sink: TickSink): number {
  const { lastSalePrice, lastSaleSize, lastSaleTime, volume, seq } = message;
  const price = toNumber(lastSalePrice);
  // nothing was sold today
  if (price === 0) return 0;
  const time = isPresent(lastSaleTime) ? timeOf(lastSaleTime, sink) : updated;
  if (!last || Number.isNaN(last.soldAt)) {
    sink.trade(id, time, price, sizeOf(lastSaleSize), toNumber(seq), TICK_FLAG.REFERENCE);
    return 1;
  }
  const grown = toNumber(volume) - last.volume;
  const isNew = Number.isNaN(grown) ? time > last.soldAt : grown > 0;
  if (isNew) sink.trade(id, time, price, Number.isNaN(grown) ? sizeOf(lastSaleSize) : grown, toNumber(seq), 0);
  return isNew ? 1 : 0;
}

/** Notes what a message says; what it leaves out stays. */
function keep(state: State, message: JsonObject): void {
  const { bidPrice, askPrice, lastSalePrice, lastSaleTime, volume } = message;
  if (isPresent(bidPrice)) {
    state.bid = toNumber(bidPrice);
    state.bidSize = sizeOf(message.bidSize);
    state.ask = toNumber(askPrice);
    state.askSize = sizeOf(message.askSize);
  }
  if (!isPresent(lastSalePrice)) return;
  const soldAt = toNumber(lastSaleTime);
  state.soldAt = Number.isNaN(soldAt) ? 0 : soldAt;
  // a new day begins at 0
  if (isPresent(volume)) state.volume = toNumber(volume);
}

/** IEX Cloud. Takes no options. */
export const iex: CodecFactory = () => new IexCodec();

import type { BarUpdate, Outgoing, TickSink } from '../../../src/feed/codec.ts';
import type { BookUpdate } from '../../../src/market/book.ts';
import type { Instrument } from '../../../src/market/instrument.ts';
import type { OptionQuote } from '../../../src/market/option.ts';
import { TICK_FLAG } from '../../../src/market/tick.ts';

export interface RecordedTrade {
  kind: 'trade';
  symbol: string;
  time: number;
  price: number;
  size: number;
  sequence: number;
  flags: number;
}

export interface RecordedQuote {
  kind: 'quote';
  symbol: string;
  time: number;
  bid: number;
  bidSize: number;
  ask: number;
  askSize: number;
  sequence: number;
}

export type Outcome = Partial<
  Record<
    | 'trades'
    | 'reference'
    | 'quotes'
    | 'books'
    | 'bars'
    | 'options'
    | 'instruments'
    | 'invalid'
    | 'ignored'
    | 'rejected'
    | 'failed',
    number
  >
>;

/** A sink that remembers all it is told, and refuses the same ticks as the feed's own. */
export class RecordingSink implements TickSink {
  received = 1_700_000_000_000;
  readonly ticks: (RecordedTrade | RecordedQuote)[] = [];
  readonly invalid: (RecordedTrade | RecordedQuote)[] = [];
  readonly reasons: string[] = [];
  readonly samples: (string | undefined)[] = [];
  readonly failures: string[] = [];
  readonly sent: Outgoing[] = [];
  readonly books: BookUpdate[] = [];
  readonly bars: BarUpdate[] = [];
  readonly options: OptionQuote[] = [];
  readonly instruments: Instrument[] = [];
  /** What was said beside messages: `ready`, gaps, losses and ends, as words. */
  readonly said: string[] = [];
  ignoredCount = 0;
  readonly #names: string[] = [];
  readonly #wanted: ReadonlySet<string> | undefined;

  /** `wanted`: the symbols that somebody subscribed to; all where left out. */
  constructor(wanted?: Iterable<string>) {
    this.#wanted = wanted === undefined ? undefined : new Set(wanted);
  }

  get trades(): RecordedTrade[] {
    return this.ticks.filter((tick) => tick.kind === 'trade');
  }

  get quotes(): RecordedQuote[] {
    return this.ticks.filter((tick) => tick.kind === 'quote');
  }

  /** What came of everything so far, zeros left out. */
  get outcome(): Outcome {
    const reference = this.trades.filter((trade) => trade.flags & TICK_FLAG.REFERENCE).length;
    const all = {
      trades: this.trades.length - reference,
      reference,
      quotes: this.quotes.length,
      books: this.books.length,
      bars: this.bars.length,
      options: this.options.length,
      instruments: this.instruments.length,
      invalid: this.invalid.length,
      ignored: this.ignoredCount,
      rejected: this.reasons.length,
      failed: this.failures.length,
    };
    return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
  }

  /** How many times anything was reported. */
  get reports(): number {
    return Object.values(this.outcome).reduce((sum, count) => sum + count, 0);
  }

  symbol(name: string): number {
    if (this.#wanted?.has(name) === false) return 0;
    const index = this.#names.indexOf(name);
    return index >= 0 ? index + 1 : this.#names.push(name);
  }

  trade(symbol: number, time: number, price: number, size: number, sequence: number, flags: number): void {
    const tick: RecordedTrade = { kind: 'trade', symbol: this.#name(symbol), time, price, size, sequence, flags };
    const valid = Number.isFinite(price) && size >= 0 && Number.isFinite(size) && Number.isFinite(time);
    (valid ? this.ticks : this.invalid).push(tick);
  }

  quote(
    symbol: number,
    time: number,
    bid: number,
    bidSize: number,
    ask: number,
    askSize: number,
    sequence: number,
  ): void {
    const name = this.#name(symbol);
    const tick: RecordedQuote = { kind: 'quote', symbol: name, time, bid, bidSize, ask, askSize, sequence };
    const valid = [time, bid, bidSize, ask, askSize].every(Number.isFinite) && bidSize >= 0 && askSize >= 0;
    (valid ? this.ticks : this.invalid).push(tick);
  }

  ignored(): void {
    this.ignoredCount++;
  }

  rejected(reason: string, sample?: string): void {
    this.reasons.push(reason);
    this.samples.push(sample);
  }

  failed(reason: string): void {
    this.failures.push(reason);
  }

  book(update: BookUpdate): void {
    this.books.push(update);
  }

  bar(update: BarUpdate): void {
    this.bars.push(update);
  }

  option(quote: OptionQuote): void {
    this.options.push(quote);
  }

  instrument(record: Instrument): void {
    this.instruments.push(record);
  }

  send(message: Outgoing): void {
    this.sent.push(message);
  }

  ready(): void {
    this.said.push('ready');
  }

  gap(symbol: string, from: number, missing: number): void {
    this.said.push(`gap ${symbol} ${from} ${missing}`);
  }

  lost(reason: string, symbol?: string): void {
    this.said.push(symbol === undefined ? `lost: ${reason}` : `lost ${symbol}: ${reason}`);
  }

  stale(reason?: string): void {
    this.said.push(reason === undefined ? 'not stale' : `stale: ${reason}`);
  }

  end(reason: string, again: boolean): void {
    this.said.push(`${again ? 'end' : 'end for good'}: ${reason}`);
  }

  #name(symbol: number): string {
    return symbol === 0 ? '(nobody)' : (this.#names[symbol - 1] ?? `(unknown id ${symbol})`);
  }
}

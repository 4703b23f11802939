import type { Instrument } from '../market/instrument.js';
import { readable } from './readable.js';

/** The page hears of instruments once in so long. */
const INTERVAL_MS = 250;
/** Of so many symbols at most within that. */
const SYMBOLS = 100_000;
const LONGEST_NAME = 256;

/** What is known of a symbol by words, and by numbers: all that a record has, whatever else a source puts in. */
const WORDS = ['name', 'kind', 'currency', 'priceFormat', 'session', 'timeZone'] as const;
const NUMBERS = ['tickSize', 'precision', 'previousClose'] as const;

function plain(record: Instrument): Instrument {
  const words = WORDS.filter((name) => typeof record[name] === 'string');
  const numbers = NUMBERS.filter((name) => Number.isFinite(record[name]));
  return Object.fromEntries([
    ['symbol', record.symbol],
    ...words.map((name) => [name, readable(record[name] as string, LONGEST_NAME)]),
    ...numbers.map((name) => [name, record[name]]),
  ]) as Instrument;
}

/**
 * Tells the page what a source tells of its symbols: the first at once with what else comes in the same turn of the event loop, then what
 * is newest of each symbol four times a second, as a source may say so with every message. Feed worker.
 */
export class InstrumentLog {
  readonly #report: (instruments: readonly Instrument[]) => void;
  readonly #waiting = new Map<string, Instrument>();
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: (instruments: readonly Instrument[]) => void) {
    this.#report = report;
  }

  add(record: Instrument): void {
    const { symbol } = record;
    if (typeof symbol !== 'string' || symbol === '' || symbol.length > LONGEST_NAME) return;
    const before = this.#waiting.get(symbol);
    if (!before && this.#waiting.size >= SYMBOLS) return;
    this.#waiting.set(symbol, { ...before, ...plain(record) });
    if (this.#busy) return;
    this.#busy = true;
    queueMicrotask(() => this.#send());
  }

  /** Drops what waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#busy = false;
  }

  #send(): void {
    if (this.#waiting.size === 0) {
      this.#busy = false;
      return;
    }
    const instruments = [...this.#waiting.values()];
    this.#waiting.clear();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), INTERVAL_MS);
    this.#report(instruments);
  }
}

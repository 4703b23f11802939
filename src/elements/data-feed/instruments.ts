import type { Instrument } from '../../market/instrument.js';

/** What is known of a feed's symbols: what its source has told, and over it what the page says. Main thread. */
export class Instruments {
  readonly #told = new Map<string, Instrument>();
  #said = new Map<string, Instrument>();
  /** Of both, by symbol as it was asked for: the same record until one of them changes. */
  readonly #merged = new Map<string, Instrument>();

  /** What the page says of symbols, in place of what it said before. Throws a TypeError for what is no list of records. */
  set page(records: readonly Instrument[]) {
    if (!Array.isArray(records) || records.some((record) => typeof record?.symbol !== 'string')) {
      throw new TypeError('instruments: expected a list of records, each with a symbol');
    }
    this.#merged.clear();
    this.#said = new Map(records.map((record) => [record.symbol, record]));
  }

  get page(): readonly Instrument[] {
    return [...this.#said.values()];
  }

  /** The source tells: what it leaves out stays as it was. */
  tell(records: readonly Instrument[]): void {
    this.#merged.clear();
    for (const record of records) this.#told.set(record.symbol, { ...this.#told.get(record.symbol), ...record });
  }

  /** Symbols are found as sources write them, or in capitals. */
  of(symbol: string): Instrument | undefined {
    const known = this.#merged.get(symbol);
    if (known) return known;
    const find = (records: ReadonlyMap<string, Instrument>) => records.get(symbol) ?? records.get(symbol.toUpperCase());
    const told = find(this.#told);
    const said = find(this.#said);
    if (!said && !told) return undefined;
    const merged: Instrument = Object.freeze({ ...told, ...said, symbol });
    this.#merged.set(symbol, merged);
    return merged;
  }

  /** Another source is another world. */
  forget(): void {
    this.#told.clear();
    this.#merged.clear();
  }
}

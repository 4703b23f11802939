import type { Instrument } from '../../market/instrument.js';

/** What is known of a feed's symbols: what its source has told, and over it what the page says. Main thread. */
export class Instruments {
  readonly #told = new Map<string, Instrument>();
  #said = new Map<string, Instrument>();

  /** What the page says of symbols, in place of what it said before. Throws a TypeError for what is no list of records. */
  set page(records: readonly Instrument[]) {
    if (!Array.isArray(records) || records.some((record) => typeof record?.symbol !== 'string')) {
      throw new TypeError('instruments: expected a list of records, each with a symbol');
    }
    this.#said = new Map(records.map((record) => [record.symbol, record]));
  }

  get page(): readonly Instrument[] {
    return [...this.#said.values()];
  }

  /** The source tells: what it leaves out stays as it was. */
  tell(records: readonly Instrument[]): void {
    for (const record of records) this.#told.set(record.symbol, { ...this.#told.get(record.symbol), ...record });
  }

  /** Symbols are found as sources write them, or in capitals. */
  of(symbol: string): Instrument | undefined {
    const find = (records: ReadonlyMap<string, Instrument>) => records.get(symbol) ?? records.get(symbol.toUpperCase());
    const told = find(this.#told);
    const said = find(this.#said);
    return said && told ? Object.freeze({ ...told, ...said }) : (said ?? told);
  }

  /** Another source is another world. */
  forget(): void {
    this.#told.clear();
  }
}

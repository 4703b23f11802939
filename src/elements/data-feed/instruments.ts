import type { Instrument } from '../../market/instrument.js';

/** Symbols that a source may tell of: what it makes up beyond is not kept. */
const MOST_SYMBOLS = 100_000;

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
    const changed = new Set<string>();
    for (const record of records) {
      const before = this.#told.get(record.symbol);
      if (!before && this.#told.size >= MOST_SYMBOLS) continue;
      const after = { ...before, ...record };
      if (before && isSame(before, after)) continue;
      this.#told.set(record.symbol, after);
      changed.add(record.symbol);
    }
    // records of others stay the same: whoever shows them has nothing to do
    for (const symbol of this.#merged.keys()) {
      if (changed.has(symbol) || changed.has(symbol.toUpperCase())) this.#merged.delete(symbol);
    }
  }

  /** Symbols are found as sources write them, or in capitals. */
  of(symbol: string): Instrument | undefined {
    const known = this.#merged.get(symbol);
    if (known) return known;
    const find = (records: ReadonlyMap<string, Instrument>) => records.get(symbol) ?? records.get(symbol.toUpperCase());
    const told = find(this.#told);
    const said = find(this.#said);
    if (!said && !told) return undefined;
    const merged: Instrument = Object.freeze({ ...told, ...(said && whatIs(said)), symbol });
    this.#merged.set(symbol, merged);
    return merged;
  }

  /** Another source is another world. */
  forget(): void {
    this.#told.clear();
    this.#merged.clear();
  }
}

function isSame(a: Instrument, b: Instrument): boolean {
  const names = Object.keys(b) as (keyof Instrument)[];
  return names.length === Object.keys(a).length && names.every((name) => Object.is(a[name], b[name]));
}

/** Without what is undefined or null, as frameworks have it for what was left out. */
function whatIs(record: Instrument): Instrument {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value != null)) as unknown as Instrument;
}

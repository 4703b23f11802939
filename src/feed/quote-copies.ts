import { QUOTE_FIELDS, type TableQuote } from '../table/table-quote.js';

/** The newest quote of every symbol, as the feed worker posted it last. Main thread, where memory is not shared. */
export class QuoteCopies {
  readonly #places = new Map<string, number>();
  #values = new Float64Array(64 * QUOTE_FIELDS.length);

  /** `names`: symbols that are new, which go on where the last ones ended. */
  take(names: readonly string[], places: Uint32Array, values: Float64Array): void {
    for (const name of names) this.#places.set(name, this.#places.size);
    const width = QUOTE_FIELDS.length;
    if (this.#places.size * width > this.#values.length) {
      const longer = new Float64Array(2 * this.#places.size * width);
      longer.set(this.#values);
      this.#values = longer;
    }
    places.forEach((place, index) => {
      this.#values.set(values.subarray(index * width, (index + 1) * width), place * width);
    });
  }

  /** Undefined where none has come. */
  quote(symbol: string): TableQuote | undefined {
    const place = this.#places.get(symbol);
    if (place === undefined) return undefined;
    const at = place * QUOTE_FIELDS.length;
    return Object.fromEntries(
      QUOTE_FIELDS.map((field, index) => [field, this.#values[at + index]]),
    ) as unknown as TableQuote;
  }
}

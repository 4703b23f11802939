/** The selected symbols of a board, as lists of the desktop have it: one, some, or a stretch. Each change answers whether there was one. */
export class BoardSelection {
  #selected: ReadonlySet<string> = new Set();
  /** Where a stretch begins. */
  #anchor = '';

  /** In the order in which they were selected. Frozen. */
  get symbols(): readonly string[] {
    return Object.freeze([...this.#selected]);
  }

  get size(): number {
    return this.#selected.size;
  }

  has(symbol: string): boolean {
    return this.#selected.has(symbol);
  }

  set(symbols: Iterable<string>): boolean {
    const next = new Set(symbols);
    const same = next.size === this.#selected.size && [...next].every((symbol) => this.#selected.has(symbol));
    if (!same) this.#selected = next;
    return !same;
  }

  only(symbol: string): boolean {
    this.#anchor = symbol;
    return this.set([symbol]);
  }

  toggle(symbol: string): boolean {
    this.#anchor = symbol;
    const next = new Set(this.#selected);
    if (!next.delete(symbol)) next.add(symbol);
    return this.set(next);
  }

  /** From where the last press was to this one, in the order in which they are shown. `more`: beside those selected already. */
  stretch(order: readonly string[], symbol: string, more: boolean): boolean {
    const to = order.indexOf(symbol);
    const from = order.indexOf(this.#anchor);
    if (from < 0) this.#anchor = symbol;
    const stretch = order.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1);
    return this.set(more ? [...this.#selected, ...stretch] : stretch);
  }
}

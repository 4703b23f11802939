import type { BoardGuest, BoardHome } from '../shared/find-board.js';
import type { BoardRow } from './board-row.js';

/** The `<ticker-widget>` elements inside of a board: each says what one of its rows shows. Of several with one symbol the first does. Main thread. */
export class BoardTickers implements BoardHome {
  readonly #rows: ReadonlyMap<string, BoardRow>;
  readonly #noted: () => void;
  /** With the symbols that they were listed by. */
  readonly #guests = new Map<BoardGuest, string>();
  readonly #bySymbol = new Map<string, BoardGuest>();
  /** Their settings are to be read again. */
  readonly #changed = new Set<BoardGuest>();
  /** What each of those that listen was told last. */
  readonly #told = new WeakMap<BoardGuest, number>();
  #moved = false;

  /** `rows`: by their symbols. `noted`: they are to be listed, or read again. */
  constructor(rows: ReadonlyMap<string, BoardRow>, noted: () => void) {
    this.#rows = rows;
    this.#noted = noted;
  }

  /** Whether they name other symbols than when they were listed, or in another order. */
  get moved(): boolean {
    return this.#moved;
  }

  get some(): boolean {
    return this.#guests.size > 0;
  }

  add(guest: BoardGuest): void {
    this.#guests.set(guest, '');
    this.change(guest);
  }

  change(guest: BoardGuest): void {
    this.#changed.add(guest);
    this.#moved = true;
    this.#noted();
  }

  drop(guest: BoardGuest): void {
    this.#guests.delete(guest);
    this.#changed.delete(guest);
    this.#moved = true;
    this.#noted();
  }

  placeOf({ symbol }: BoardGuest): BoardRow | undefined {
    return this.#rows.get(symbol);
  }

  /** Their symbols in the order of the document, each once. */
  list(): readonly string[] {
    this.#moved = false;
    this.#bySymbol.clear();
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    const ordered = [...this.#guests.keys()].sort((a, b) =>
      a.element.compareDocumentPosition(b.element) & follows ? -1 : 1,
    );
    for (const guest of ordered) {
      const { symbol } = guest;
      this.#guests.set(guest, symbol);
      if (symbol && !this.#bySymbol.has(symbol)) this.#bySymbol.set(symbol, guest);
    }
    return [...this.#bySymbol.keys()];
  }

  of(symbol: string): BoardGuest | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** Whether its settings are to be read again; once. */
  takeChange(guest: BoardGuest): boolean {
    return this.#changed.delete(guest);
  }

  /** Whether any has texts in the language of indicators. */
  get speak(): boolean {
    for (const { speaks } of this.#guests.keys()) if (speaks) return true;
    return false;
  }

  /** Whether any listens for its values. */
  get hear(): boolean {
    for (const { hears } of this.#guests.keys()) if (hears) return true;
    return false;
  }

  /** Whether there is something to tell. */
  get isDue(): boolean {
    for (const [guest, symbol] of this.#guests) {
      const row = guest.hears ? this.#rows.get(symbol) : undefined;
      if (row?.unread || (row?.isOpen && row.version !== this.#told.get(guest))) return true;
    }
    return false;
  }

  /** Has those hear of new values that listen, their rows in sight or not. */
  tell(): void {
    for (const [guest, symbol] of this.#guests) {
      const row = guest.hears ? this.#rows.get(symbol) : undefined;
      if (!row?.isOpen) continue;
      row.look();
      if (row.version === this.#told.get(guest)) continue;
      const first = !this.#told.has(guest);
      this.#told.set(guest, row.version);
      // one that waits for its first tick has nothing to tell yet
      if (!first || !Number.isNaN(row.last)) guest.read();
    }
  }
}

import type { Column } from './board-columns.js';
import { type Field, moveBy } from './board-keys.js';
import type { BoardRow } from './board-row.js';
import type { BoardSelection } from './board-selection.js';

/** What keys and presses act on. */
export interface Controlled {
  /** As they are shown. */
  readonly rows: readonly BoardRow[];
  readonly columns: readonly Column[];
  readonly field: Field;
  readonly selection: BoardSelection;
  /** The node for a spot that the keyboard may be on; none of a row that is not in sight. */
  nodeOf(row: BoardRow | undefined, column: string): HTMLElement | undefined;
  /** Lays the rows out, with that of the active spot among them. */
  lay(): void;
  sortBy(column: Column): void;
  /** The user selected others. */
  select(): void;
  /** The focus came to a sparkline, which has no text of its own. */
  describe(row: BoardRow): void;
  /** Shows the points of a row's sparkline. */
  showTable(row: BoardRow): void;
  /** Has it said aloud: the row, or what stands in a column. */
  say(row: BoardRow, column?: string): void;
}

/** Keyboard and mouse of a board: one node of all is in the order of tabs, the arrows go on from there. Main thread. */
export class BoardControls {
  readonly #board: Controlled;
  /** Where the keyboard is; no row: on the heads of the columns. */
  #row: BoardRow | undefined;
  #column = '';
  /** Where the row was last: whatever takes its place takes over where it is gone. */
  #place = 0;
  #tabbed: HTMLElement | undefined;
  #onHead = false;
  /** The keyboard was here: until then the tab key leads to whatever comes first. */
  #entered = false;

  constructor(board: Controlled) {
    this.#board = board;
  }

  /** The place of the row that the keyboard is on; -1: none. It keeps its nodes, in sight or not. */
  get pinned(): number {
    return this.#row ? this.#board.rows.indexOf(this.#row) : -1;
  }

  /** Rows or columns are others: puts the spot onto something that is there, and says which node the tab key leads to. */
  settle(): void {
    const { rows, columns, field } = this.#board;
    if (!columns.some(({ name }) => name === this.#column)) this.#column = columns[0]?.name ?? '';
    const at = this.#entered && this.#row ? rows.indexOf(this.#row) : -1;
    if (at >= 0) this.#place = at;
    else if (!this.#onHead || field.variant !== 'grid') this.#row = rows[Math.min(this.#place, rows.length - 1)];
  }

  /** Has the tab key lead to the spot. */
  tab(): void {
    const node = this.#board.nodeOf(this.#row, this.#column);
    if (node === this.#tabbed) return;
    if (this.#tabbed) this.#tabbed.tabIndex = -1;
    if (node) node.tabIndex = 0;
    this.#tabbed = node;
  }

  /** Focuses the spot, in sight. */
  focus(): void {
    this.#board.lay();
    const node = this.#board.nodeOf(this.#row, this.#column);
    (node?.closest('[part~="row"]') ?? node)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // scrolled, other rows are in sight
    this.#board.lay();
    this.tab();
    this.#tabbed?.focus({ preventScroll: true });
  }

  /** The focus came to a spot by itself. */
  focused(row: BoardRow | undefined, column: string): void {
    this.#entered = true;
    this.#row = row;
    this.#onHead = row === undefined;
    this.#column = column;
    this.settle();
    this.tab();
    if (row && column === 'trend') this.#board.describe(row);
  }

  pressed(event: MouseEvent, row: BoardRow | undefined, column: string): void {
    const { columns, selection } = this.#board;
    const head = columns.find(({ name }) => name === column);
    if (!row) {
      if (head) this.#board.sortBy(head);
      return;
    }
    const more = event.ctrlKey || event.metaKey;
    const changed = event.shiftKey
      ? selection.stretch(this.#symbols, row.symbol, more)
      : more
        ? selection.toggle(row.symbol)
        : selection.only(row.symbol);
    if (changed) this.#board.select();
  }

  /** Whether a key was for the board. */
  typed(event: KeyboardEvent): boolean {
    const { rows, columns, field, selection } = this.#board;
    if (event.altKey || rows.length + columns.length === 0) return false;
    const { key, shiftKey } = event;
    const column = columns.findIndex(({ name }) => name === this.#column);
    const from = { row: this.#row ? rows.indexOf(this.#row) : -1, column };
    const to = moveBy(event, from, field);
    if (to) {
      this.#onHead = to.row < 0;
      this.#row = rows[to.row];
      this.#column = columns[to.column]?.name ?? '';
      this.settle();
      this.focus();
      if (shiftKey && this.#row && to.row !== from.row) {
        if (selection.size === 0 && rows[from.row]) selection.only((rows[from.row] as BoardRow).symbol);
        if (selection.stretch(this.#symbols, this.#row.symbol, false)) this.#board.select();
      }
      return true;
    }
    const { ctrlKey, metaKey } = event;
    if (this.#row && (key === 'Enter' ? this.#column === 'trend' : /^t$/i.test(key) && !ctrlKey && !metaKey)) {
      this.#board.showTable(this.#row);
      return true;
    }
    if (this.#row && (key === 'Enter' || /^s$/i.test(key)) && !ctrlKey && !metaKey) {
      this.#board.say(this.#row, key === 'Enter' && field.variant === 'grid' ? this.#column : undefined);
      return true;
    }
    if (key === 'Enter' || key === ' ') {
      const head = columns[column];
      if (!this.#row && head) this.#board.sortBy(head);
      else if (this.#row && key === ' ' && selection.toggle(this.#row.symbol)) this.#board.select();
      return !this.#row || key === ' ';
    }
    if (key === 'a' && (event.ctrlKey || event.metaKey)) {
      if (selection.set(this.#symbols)) this.#board.select();
      return true;
    }
    return false;
  }

  get #symbols(): string[] {
    return this.#board.rows.map(({ symbol }) => symbol);
  }
}

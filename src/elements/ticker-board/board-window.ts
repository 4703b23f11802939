import type { BoardVariant, Column } from './board-columns.js';
import type { BoardGeometry } from './board-geometry.js';
import type { BoardRow } from './board-row.js';
import { BoardView } from './board-view.js';

/** What a window is made for. */
export interface WindowSettings {
  readonly variant: BoardVariant;
  readonly columns: readonly Column[];
}

/** The views of the rows in sight, in their order. A row keeps its view as long as it is in sight, wherever it goes. Main thread. */
export class BoardWindow {
  readonly #body: HTMLElement;
  readonly #settings: WindowSettings;
  /** By row; in a tape, where a row may be seen twice, by place. */
  #views = new Map<BoardRow | number, BoardView>();
  /** As they stand in the document. */
  #ordered: readonly BoardView[] = [];
  readonly #free: BoardView[] = [];
  #first = 0;
  #end = 0;

  constructor(body: HTMLElement, settings: WindowSettings) {
    this.#body = body;
    this.#settings = settings;
  }

  get views(): readonly BoardView[] {
    return this.#ordered;
  }

  /** The first row that has a view because it is in sight or close by, and the one after the last. */
  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#end;
  }

  of(row: BoardRow): BoardView | undefined {
    return this.#views.get(row);
  }

  /**
   * Shows the rows from `first` to `end`, and `pinned`: the one that the keyboard is on, in sight or not. In a tape, which goes
   * round, places go on beyond the last row.
   */
  show(rows: readonly BoardRow[], first: number, end: number, pinned: number, geometry: BoardGeometry): void {
    const { variant, columns } = this.#settings;
    const tape = variant === 'tape';
    this.#first = first;
    this.#end = tape ? end : Math.min(end, rows.length);
    const wanted = Array.from({ length: Math.max(0, this.#end - first) }, (_, index) => first + index);
    if (pinned >= 0 && pinned < first) wanted.unshift(pinned);
    else if (pinned >= this.#end && pinned < rows.length) wanted.push(pinned);
    const before = this.#views;
    const rowAt = (index: number) => rows[index % rows.length] as BoardRow;
    const keyAt = (index: number) => (tape ? index : rowAt(index));
    const shown = rows.length > 0 ? wanted : [];
    const kept = new Set(shown.map(keyAt));
    for (const [key, view] of before) if (!kept.has(key)) this.#free.push(view);
    this.#views = new Map();
    this.#ordered = shown.map((index) => {
      const view = before.get(keyAt(index)) ?? this.#free.pop() ?? new BoardView(variant, columns);
      this.#views.set(keyAt(index), view);
      view.bind(rowAt(index));
      view.place(index, geometry, variant, rows.length);
      // what goes round is read once
      if (tape) view.element.ariaHidden = index - first >= rows.length ? 'true' : null;
      return view;
    });
    for (const view of this.#free) view.element.remove();
    this.#arrange();
  }

  /** Brings the nodes into the order in which they are read aloud. The one with the focus stays where it is: moved, it would lose it. */
  #arrange(): void {
    const root = this.#body.getRootNode() as ShadowRoot;
    const focused = root.activeElement?.closest('[part~="row"]') ?? null;
    const place = this.#ordered.findIndex(({ element }) => element === focused);
    const held = place < 0 ? null : focused;
    this.#line(this.#ordered.slice(0, Math.max(0, place)), this.#body.firstElementChild, held);
    this.#line(this.#ordered.slice(place + 1), held ? held.nextElementSibling : this.#body.firstElementChild, held);
  }

  /** Puts views in line from a node on, with few moves: one that is not needed yet is passed over, its turn comes. `held` is not passed over. */
  #line(views: readonly BoardView[], from: Element | null, held: Element | null): void {
    let cursor = from;
    for (const { element } of views) {
      if (cursor && cursor !== held && element === cursor.nextElementSibling) cursor = element;
      if (element === cursor) cursor = cursor.nextElementSibling;
      else this.#body.insertBefore(element, cursor);
    }
  }

  /** Takes everything out of the document. */
  clear(): void {
    for (const { element } of [...this.#ordered, ...this.#free]) element.remove();
    this.#views.clear();
    this.#ordered = [];
    this.#free.length = 0;
  }
}

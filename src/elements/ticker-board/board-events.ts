import { heardOutside } from '../shared/heard-outside.js';
import type { IndicatorErrorEvent } from '../shared/indicator-error.js';

/** What of a board a page may keep, and set again: it survives `JSON.stringify`. */
export interface BoardLayout {
  /** Names of the columns; empty: the variant's own. */
  readonly columns: readonly string[];
  /** A column, and `descending` where it is; empty: as the symbols are listed. */
  readonly sort: string;
  readonly filter: string;
}

/** Other symbols are selected, by the user. Does not bubble: the browser's own event of this name is about text, and is heard on the document. */
export class SelectionChangeEvent extends Event {
  readonly selected: readonly string[];

  constructor(selected: readonly string[]) {
    super('selectionchange');
    this.selected = selected;
  }
}

/** Columns, sort or filter are others than before. */
export class LayoutChangeEvent extends Event {
  readonly layout: BoardLayout;

  constructor(layout: BoardLayout) {
    super('layoutchange', heardOutside);
    this.layout = layout;
  }
}

export interface TickerBoardEventMap extends HTMLElementEventMap {
  // the browser has an event of this name, without anything in it
  selectionchange: SelectionChangeEvent;
  layoutchange: LayoutChangeEvent;
  indicatorerror: IndicatorErrorEvent;
}

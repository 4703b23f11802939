import { fill } from '../shared/strings.js';
import type { BoardWords, Column } from './board-columns.js';
import { readSort, type Sort } from './board-order.js';
import type { BoardRows } from './board-rows.js';

/** Which rows a board shows, in which order, and whether that order is still right. Main thread. */
export class BoardSorting {
  readonly #rows: BoardRows;
  #sort: Sort | undefined;
  #column: Column | undefined;
  #at = 0;
  #moved = false;

  constructor(rows: BoardRows) {
    this.#rows = rows;
  }

  get sort(): Sort | undefined {
    return this.#sort;
  }

  /** Takes what the attribute says; what is wrong with it. */
  take(text: string, columns: readonly Column[]): string {
    this.#sort = readSort(text);
    this.#column = columns.find(({ name }) => name === this.#sort?.column);
    return this.#sort && !this.#column ? `sort "${text}": there is no such column` : '';
  }

  /** Rows were painted since: not all that changed is painted. */
  moved(): void {
    this.#moved = true;
  }

  /** Whether values are others than those that the order was made of. */
  get isOld(): boolean {
    return this.#sort !== undefined && (this.#moved || this.#rows.unread);
  }

  /** Whether it is old, and was made so many milliseconds before `now`. */
  isDue(now: number, after: number): boolean {
    return this.isOld && now - this.#at >= after;
  }

  /** Says which rows are shown, in which order. */
  order(filter: string): void {
    this.#at = performance.now();
    this.#moved = false;
    this.#rows.order(filter, this.#sort, this.#column);
  }

  /** The order in words. */
  text(words: BoardWords): string {
    const { label } = this.#column ?? {};
    if (!label) return words.unsorted;
    return fill(this.#sort?.descending ? words.descending : words.ascending, { column: label });
  }
}

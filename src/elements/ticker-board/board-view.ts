import { DASH } from '../shared/numbers.js';
import { moveOf } from '../ticker-widget/ticker-face.js';
import type { TickerSettings } from '../ticker-widget/ticker-settings.js';
import type { BoardVariant, Column } from './board-columns.js';
import type { BoardGeometry } from './board-geometry.js';
import type { BoardRow } from './board-row.js';

const FLASH_MS = 400;
/** A price that never rests does not flash all the time. */
const FLASH_PAUSE_MS = 900;

/** Places that a tile has for itself; every other column is a line with its label. */
const PLACED = ['symbol', 'last', 'changePercent', 'trend'];

export const isExtra = ({ name }: Column) => !PLACED.includes(name);

interface Cell {
  readonly column: Column;
  readonly element: HTMLElement;
  readonly text: Text;
  /** Without what says its direction, its age or its length. */
  readonly look: string;
  /** Takes the colour of the direction. */
  readonly moves: boolean;
  shown: number | undefined;
  length: number;
  /** There is no room for its text. */
  long: boolean;
  /** Whether that is so must be looked at. */
  unsure: boolean;
}

/** Values that have the colour of their direction. */
const MOVING = ['change', 'changePercent'];

const ROLES = { grid: 'row', tiles: 'option', tape: 'listitem' } as const;

/** The nodes of one row in sight. They go from row to row as the board is scrolled; only what changed is written. Main thread. */
export class BoardView {
  readonly element = document.createElement('div');
  /** Where the sparkline is drawn. */
  readonly trend: HTMLElement | undefined;
  row: BoardRow | undefined;
  index = -1;
  /** The sparkline was not drawn since the row was read. */
  trailDue = false;
  /** Texts have another length than when it was looked whether there is room for them. */
  unfitted = true;
  readonly #cells: readonly Cell[];
  readonly #price: HTMLElement | undefined;
  /** Other texts than before have no room. */
  #refitted = false;
  #version = -1;
  #last = Number.NaN;
  #flashed = 0;
  #look = '';
  #move = '';
  #geometry: BoardGeometry | undefined;
  #shown = 0;
  #settings: TickerSettings | undefined;

  constructor(variant: BoardVariant, columns: readonly Column[]) {
    this.element.role = ROLES[variant];
    this.element.part.add('row');
    const grid = variant === 'grid';
    this.#cells = columns.map((column, index) => {
      const element = document.createElement(grid ? 'div' : 'span');
      const { name, label, read } = column;
      if (grid) {
        element.role = name === 'symbol' ? 'rowheader' : 'gridcell';
        element.tabIndex = -1;
      }
      element.part.add('cell', ...(/^\w+$/.test(name) ? [name] : []));
      const words = ['cell'];
      if (['symbol', 'trend', 'last', ...MOVING].includes(name)) words.push(name);
      if (variant === 'tiles' && isExtra(column)) words.push('extra');
      if (!grid && read && isExtra(column)) element.dataset.label = label;
      // the direction is said once: by the change, or else by the price
      const signed = ['change', 'changePercent', 'last'].find((sign) => columns.some((each) => each.name === sign));
      if (name === signed) words.push('signed');
      const look = words.join(' ');
      element.className = look;
      if (grid) element.ariaColIndex = String(index + 1);
      const text = document.createTextNode(name === 'trend' ? '' : DASH);
      const box = grid ? document.createElement('span') : element;
      if (grid) element.append(box);
      box.append(text);
      const moves = name === signed || MOVING.includes(name);
      return { column, element, text, look, moves, shown: undefined, length: 0, long: false, unsure: true };
    });
    this.element.append(...this.#cells.map(({ element }) => element));
    const trend = this.cell('trend');
    this.trend = (trend?.firstElementChild as HTMLElement) ?? trend;
    this.#price = this.cell('last');
    if (!grid) this.element.tabIndex = -1;
  }

  cell(name: string): HTMLElement | undefined {
    return this.#cells.find(({ column }) => column.name === name)?.element;
  }

  /** Which column a node of it belongs to. */
  columnOf(node: Node): string | undefined {
    return this.#cells.find(({ element }) => element.contains(node))?.column.name;
  }

  /** Shows this row from now on. */
  bind(row: BoardRow): void {
    if (row === this.row) return;
    this.row = row;
    this.#version = -1;
    this.#last = Number.NaN;
    this.#flashed = 0;
    this.element.dataset.symbol = row.symbol;
    this.show(0, false);
  }

  /** Puts it where the row of this number is. `shown`: rows that are shown in all. */
  place(index: number, geometry: BoardGeometry, variant: BoardVariant, shown: number): void {
    if (index === this.index && geometry === this.#geometry && shown === this.#shown) return;
    const { element } = this;
    if (index !== this.index) this.trailDue = true;
    this.index = index;
    if (geometry !== this.#geometry) for (const cell of this.#cells) this.#doubt(cell);
    this.#geometry = geometry;
    this.#shown = shown;
    element.style.top = `${geometry.y(index)}px`;
    if (variant === 'grid') {
      // the heads of the columns are the first row
      element.ariaRowIndex = String(index + 2);
      return;
    }
    element.style.insetInlineStart = `${geometry.x(index)}px`;
    element.ariaPosInSet = String((index % Math.max(1, shown)) + 1);
    element.ariaSetSize = String(shown);
  }

  /** Whether the row has something that is not shown. */
  get behind(): boolean {
    return this.row !== undefined && this.row.version !== this.#version;
  }

  /** Writes what changed. `now`: the frame's time. */
  show(now: number, flashes: boolean): void {
    const { row } = this;
    if (!row) return;
    // written in another way from now on: in another locale, with other decimals
    if (row.settings !== this.#settings) for (const cell of this.#cells) cell.shown = undefined;
    this.#settings = row.settings;
    this.#version = row.version;
    this.trailDue = true;
    for (const cell of this.#cells) {
      const { read, write, name } = cell.column;
      if (read && write) {
        const value = read(row);
        if (Object.is(value, cell.shown)) continue;
        cell.shown = value;
        const text = Number.isNaN(value) ? DASH : write(value, row);
        if (text === cell.text.data) continue;
        cell.text.data = text;
        if (text.length === cell.length) continue;
        cell.length = text.length;
        this.#doubt(cell);
      } else if (name === 'symbol' && cell.text.data !== row.symbol) {
        cell.text.data = row.symbol;
        this.#doubt(cell);
        cell.element.title = row.instrument?.name ?? '';
      }
    }
    const { last } = row;
    if (flashes && now > this.#flashed) this.#flash(last, now);
    this.#last = last;
    this.mark();
  }

  /** Looks which texts have no room. Where nothing was written since the last layout: then it costs little. */
  measure(): void {
    for (const cell of this.#cells) {
      if (!cell.unsure) continue;
      cell.unsure = false;
      const { clientWidth, scrollWidth } = cell.element;
      const long = scrollWidth > clientWidth;
      this.#refitted ||= long !== cell.long;
      cell.long = long;
    }
  }

  /**
   * Cuts off those texts, with a sign that they are. Only those: a box that clips what is in it costs the browser as much in each frame
   * as the text itself.
   */
  fit(): void {
    this.unfitted = false;
    if (!this.#refitted) return;
    this.#refitted = false;
    for (const { element, long } of this.#cells) element.classList.toggle('long', long);
  }

  /** Says which way the price goes, and whether it is old or selected. */
  mark(): void {
    const { row } = this;
    if (!row) return;
    const waiting = Number.isNaN(row.last);
    const look = waiting ? 'row waiting' : row.stale ? 'row stale' : 'row';
    if (look !== this.#look) {
      this.element.className = look;
      this.#look = look;
      this.trailDue = true;
    }
    const move = waiting ? '' : moveOf(row.change);
    if (move !== this.#move) this.#turn(move);
    const selected = String(row.selected);
    const { element } = this;
    if (element.role !== 'listitem' && element.ariaSelected !== selected) element.ariaSelected = selected;
  }

  /** Shows another direction: on those cells alone that show it, as the row's style is that of all of its cells. */
  #turn(move: string): void {
    this.#move = move;
    this.trailDue = true;
    for (const { element, look, moves, long } of this.#cells) {
      if (moves) element.className = `${look}${move && ` ${move}`}${long ? ' long' : ''}`;
    }
  }

  #doubt(cell: Cell): void {
    cell.unsure = true;
    this.unfitted = true;
  }

  #flash(last: number, now: number): void {
    const move = moveOf(last - this.#last);
    if (!move) return;
    this.#flashed = now + FLASH_PAUSE_MS;
    const backgroundColor = `color-mix(in srgb, var(--_${move}) 28%, transparent)`;
    const box = this.#price?.firstElementChild ?? this.#price;
    box?.animate({ backgroundColor: [backgroundColor, 'transparent'] }, FLASH_MS);
  }
}

import type { BoardVariant } from './board-columns.js';

/** The row and the column that the keyboard is on; row -1: the heads of the columns. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** How far the keyboard can go. */
export interface Field {
  readonly variant: BoardVariant;
  readonly rows: number;
  readonly columns: number;
  /** Rows side by side. */
  readonly across: number;
  /** Rows of one screen. */
  readonly page: number;
  readonly rightToLeft: boolean;
}

/** A key with what is held down. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** Where a key leads to, as the ARIA practices have it for grids and list boxes; undefined: it is not for moving. */
export function moveBy({ key, ctrlKey, metaKey }: Press, from: Spot, field: Field): Spot | undefined {
  const { rows, columns, across, page, rightToLeft, variant } = field;
  const grid = variant === 'grid';
  const last = rows - 1;
  const to = (row: number, column = from.column): Spot => ({
    row: clamp(row, grid ? -1 : 0, last),
    column: clamp(column, 0, columns - 1),
  });
  const toRow = (row: number, column?: number) => to(clamp(row, 0, last), column);
  const ends = ctrlKey || metaKey || !grid;
  const forward = rightToLeft ? -1 : 1;
  switch (key) {
    case 'ArrowDown':
      return to(from.row + across);
    case 'ArrowUp':
      return to(from.row - across);
    case 'ArrowRight':
      return grid ? to(from.row, from.column + forward) : to(from.row + forward);
    case 'ArrowLeft':
      return grid ? to(from.row, from.column - forward) : to(from.row - forward);
    case 'PageDown':
      return toRow(from.row + page);
    case 'PageUp':
      return toRow(from.row - page);
    case 'Home':
      return ends ? toRow(0, 0) : to(from.row, 0);
    case 'End':
      return ends ? toRow(last, columns - 1) : to(from.row, columns - 1);
    default:
      return undefined;
  }
}

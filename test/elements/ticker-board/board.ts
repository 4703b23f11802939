/** What tests of boards have in common. */
import { fixture, html } from '@open-wc/testing';
import type { TickerBoard } from '../../../src/index.js';
import { tradesAt } from '../page.js';

/** 10:00 of a day. */
export const T0 = Date.UTC(2026, 0, 5, 10);

/** What is in a board's shadow root. */
export const inside = (board: TickerBoard, selector: string) => [
  ...board.renderRoot.querySelectorAll<HTMLElement>(selector),
];

const text = (node: Element | null | undefined) => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The rows with nodes from top to bottom, as text. */
export function rows(board: TickerBoard): string[] {
  const top = (row: HTMLElement) =>
    Number.parseFloat(row.style.top) * 10_000 + Number.parseFloat(row.style.insetInlineStart || '0');
  return inside(board, '.row')
    .sort((a, b) => top(a) - top(b))
    .map((row) => [...row.children].map(text).join(' ').trim());
}

/** The first words of the rows: their symbols. */
export const symbols = (board: TickerBoard) => rows(board).map((row) => row.split(' ')[0]);

export const head = (board: TickerBoard, name: string) => inside(board, `[data-column="${name}"]`)[0] as HTMLElement;

/** A row's node. */
export const row = (board: TickerBoard, symbol: string) =>
  inside(board, `.row[data-symbol="${symbol}"]`)[0] as HTMLElement;

/** What a screen reader is told, in the page's one live region. */
export const announced = () => text(document.querySelector('[data-ticklane-voice="polite"]'));

/** The text of the node with the focus. */
export const focused = (board: TickerBoard) => text((board.renderRoot as ShadowRoot).activeElement);

/** Frames of two trades for each symbol: at 100, and at 100 plus what is given. */
export function moves(changes: Readonly<Record<string, number>>): string[] {
  return Object.entries(changes).flatMap(([symbol, change]) =>
    tradesAt(symbol, [
      { time: T0, price: 100 },
      { time: T0 + 1, price: 100 + change, size: 2 },
    ]),
  );
}

/** A page with a feed and a board in it. */
export async function boardOn(
  src: string,
  attributes: Readonly<Record<string, string>>,
): Promise<{ page: HTMLElement; board: TickerBoard }> {
  const page = await fixture<HTMLElement>(html`<data-feed src=${src}></data-feed>`);
  const board = document.createElement('ticker-board');
  for (const [name, value] of Object.entries({ locale: 'en-US', 'stale-after': '0', ...attributes })) {
    board.setAttribute(name, value);
  }
  page.append(board);
  await board.updateComplete;
  return { page, board };
}

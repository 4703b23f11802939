import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { simulatedNames } from '../src/feed/simulated-names.js';
import type { TickerBoard } from '../src/index.js';
import '../src/index.js';
import { attributes } from './shared/attributes.js';
import './shared/board-desk.js';
import { focused, press, tabTo } from './shared/keyboard.js';
import { first, listed, type Played, until } from './shared/plays.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  /** Attributes of the element. */
  readonly [written: string]: unknown;
}

/** The symbols of the rows from top to bottom, as they are seen. */
function symbolsOf(board: TickerBoard): string[] {
  const rows = [...board.renderRoot.querySelectorAll<HTMLElement>('[part~=row]')];
  const top = (row: HTMLElement) => row.getBoundingClientRect().top;
  return rows
    .filter((row) => row.checkVisibility())
    .sort((one, other) => top(one) - top(other))
    .map((row) => row.querySelector('.symbol')?.textContent?.trim() ?? '');
}

/** The row that has the focus, by its symbol. */
const rowInFocus = () => focused()?.closest('[part~=row]')?.querySelector('.symbol')?.textContent?.trim();
const headOf = (board: TickerBoard, column: string) => board.renderRoot.querySelector(`[data-column="${column}"]`);

/** The board with all its rows, and the focus on its first one. */
async function entered(played: Played): Promise<TickerBoard> {
  const board = first(played, 'ticker-board');
  const wanted = listed(board.symbols).length;
  await until(() => symbolsOf(board).length === wanted, 'all rows');
  await until(() => (board.values('SOL-USD')?.last ?? 0) > 0, 'prices');
  await tabTo('[role=rowheader], [role=option]');
  return board;
}

const meta: Meta<Args> = {
  title: 'Elements/ticker-board in use',
  component: 'ticker-board',
  parameters: { width: '60rem' },
  args: { symbols: simulatedNames(6).join(' '), locale: 'en-US', ...simulatorArgs, rate: 200 },
  argTypes: simulatorArgTypes,
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board ${attributes(args)}></ticker-board>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** One tab leads into the board; the arrows, Home, End and the page keys go from cell to cell. */
export const Keyboard: Story = {
  play: async (played) => {
    await entered(played);
    const symbols = simulatedNames(6);
    await until(() => rowInFocus() === symbols[0], 'the first row');
    await press('ArrowDown', 'ArrowDown', 'ArrowRight');
    await until(() => rowInFocus() === symbols[2] && focused()?.ariaColIndex === '2', 'third row, second cell');
    await press('Control+End');
    await until(() => rowInFocus() === symbols[5], 'the last row');
    await press('Control+Home');
    await until(() => rowInFocus() === symbols[0], 'the first row again');
    await press('Tab');
    await until(() => rowInFocus() === undefined, 'one tab leads out again');
  },
};

/** On the head of a column, Enter or the space bar sorts: once more for the other way. */
export const Sorting: Story = {
  play: async (played) => {
    const board = await entered(played);
    const sorted = [...simulatedNames(6)].sort();
    await press('ArrowUp', 'Enter');
    await until(() => headOf(board, 'symbol')?.ariaSort === 'ascending', 'ascending');
    await until(() => symbolsOf(board).join() === sorted.join(), 'the rows are in that order');
    await press('Space');
    await until(() => symbolsOf(board).join() === sorted.reverse().join(), 'and the other way round');
    await press('ArrowRight', 'Enter');
    await until(() => headOf(board, 'last')?.ariaSort !== 'none', 'by another column');
  },
};

/** The space bar selects a row, Shift with the arrows several, Control with A all of them. */
export const Selecting: Story = {
  render: (args) => html`<board-desk>
  <data-feed src=${simulated(args)} workers="pool">
    <ticker-board ${attributes(args)}></ticker-board>
  </data-feed>
</board-desk>`,
  play: async (played) => {
    const board = await entered(played);
    const symbols = simulatedNames(6);
    const said = () =>
      played.canvasElement.querySelector('board-desk')?.shadowRoot?.querySelector('output')?.textContent;
    await press('Space');
    await until(() => board.selected.join() === symbols[0], 'the first row');
    await press('Shift+ArrowDown', 'Shift+ArrowDown');
    await until(() => board.selected.join() === symbols.slice(0, 3).join(), 'three rows');
    await until(() => said()?.includes(symbols.slice(0, 3).join(', ')) ?? false, 'the page knows');
    await press('Control+a');
    await until(() => board.selected.length === symbols.length, 'all rows');
  },
};

/** A field of the page's own narrows the board; the rows that stay keep their values. */
export const Searching: Story = {
  render: Selecting.render as NonNullable<Story['render']>,
  play: async (played) => {
    const board = first(played, 'ticker-board');
    await until(() => symbolsOf(board).length === 6, 'all rows');
    await tabTo('input[type=search]');
    await press('e', 't', 'h');
    await until(() => symbolsOf(board).join() === 'ETH-USD', 'one row');
    await press('Backspace', 'Backspace', 'Backspace');
    await until(() => symbolsOf(board).length === 6, 'all rows again');
  },
};

/** Tiles are a list: the arrows go in all four directions, the space bar selects. */
export const ByTiles: Story = {
  name: 'Keyboard on tiles',
  args: { variant: 'tiles' },
  play: async (played) => {
    const board = await entered(played);
    await press('ArrowRight', 'Space');
    await until(() => board.selected.join() === simulatedNames(2)[1], 'the second tile');
  },
};

/** What moves can be made to stand still. */
export const Pausing: Story = {
  args: { variant: 'tape' },
  play: async () => {
    const pause = await tabTo('[part=pause]');
    await press('Enter');
    await until(() => pause.ariaPressed === 'true', 'it stands still');
    await press('Space');
    await until(() => pause.ariaPressed === 'false', 'it moves again');
  },
};

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { press, tabTo } from '../shared/keyboard.js';
import { listed, type Played, until } from '../shared/plays.js';
import type { BoardBuilder } from './board-builder.js';
import './board-builder.js';

const meta: Meta = {
  title: 'Playground/Build your own board',
  tags: ['!autodocs'],
  parameters: { width: '64rem', controls: { disable: true }, docs: { codePanel: false } },
  render: () => html`<board-builder></board-builder>`,
};
export default meta;

function parts({ canvasElement }: Played) {
  const root = canvasElement.querySelector<BoardBuilder>('board-builder')?.renderRoot as ShadowRoot;
  const board = root.querySelector('ticker-board');
  if (!board) throw new Error('there is no board');
  return { board, markup: () => root.querySelector('code')?.textContent ?? '' };
}

/** Choose symbols, columns, indicators and a look; below the board stands the markup to copy. */
export const Board: StoryObj = {
  play: async (played) => {
    const { board } = parts(played);
    await until(() => board.matches(':state(live)'), 'the board is live');
  },
};

/** The same with the keyboard: the space bar ticks a box, the arrows choose one of several. */
export const ByKeyboard: StoryObj = {
  name: 'With the keyboard',
  play: async (played) => {
    const { board, markup } = parts(played);
    await until(() => board.matches(':state(live)'), 'the board is live');
    await tabTo('[value=SOL-USD]');
    await press('Space');
    await until(() => listed(board.symbols).includes('SOL-USD') && markup().includes('SOL-USD'), 'another symbol');
    await tabTo('[value="rsi(14)"]');
    await press('Space');
    await until(() => markup().includes('indicators="rsi(14)"'), 'an indicator');
    await until(() => board.renderRoot.querySelector('[data-column="rsi(14)"]') !== null, 'its column');
    await tabTo('[name=variant]');
    await press('ArrowDown');
    await until(() => board.variant === 'tiles' && markup().includes('variant="tiles"'), 'tiles');
    await tabTo('[name=look]');
    await press('ArrowDown');
    await until(() => markup().includes('class="ticklane-blue-orange"'), 'another look');
  },
};

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { simulatedNames } from '../src/feed/simulated-names.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  variant: 'grid' | 'tiles' | 'tape';
  density: 'normal' | 'compact';
  /** How many of the simulator's symbols. */
  symbols: number;
  columns: string;
  indicators: string;
  sort: string;
  filter: string;
  locale: string;
}

const meta: Meta<Args> = {
  title: 'Elements/ticker-board',
  component: 'ticker-board',
  parameters: { width: '72rem' },
  args: {
    ...simulatorArgs,
    rate: 200,
    variant: 'grid',
    density: 'normal',
    symbols: 12,
    columns: '',
    indicators: '',
    sort: '',
    filter: '',
    locale: 'en-US',
  },
  argTypes: {
    ...simulatorArgTypes,
    variant: { control: 'inline-radio', options: ['grid', 'tiles', 'tape'] },
    density: { control: 'inline-radio', options: ['normal', 'compact'] },
    symbols: { control: { type: 'number', min: 0 }, description: 'How many of the simulator’s symbols' },
    columns: { control: 'text' },
    indicators: { control: 'text' },
    sort: { control: 'text' },
    filter: { control: 'text' },
    locale: { control: 'text' },
  },
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board
    .symbols=${simulatedNames(args.symbols)}
    variant=${args.variant === 'grid' ? nothing : args.variant}
    density=${args.density === 'normal' ? nothing : args.density}
    columns=${args.columns || nothing}
    indicators=${args.indicators || nothing}
    sort=${args.sort || nothing}
    filter=${args.filter || nothing}
    locale=${args.locale || nothing}
    style=${args.symbols > 100 ? 'block-size: 36rem' : nothing}
  ></ticker-board>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** A row for each symbol. Press the head of a column to sort; the arrow keys go from cell to cell, the space bar selects. */
export const Grid: Story = {};

/** As many side by side as there is room for. */
export const Tiles: Story = { args: { variant: 'tiles', indicators: 'sma(20)' } };

/** Goes round; stands still under the pointer and with the focus, and is scrolled by hand where less motion is asked for. */
export const Tape: Story = { args: { variant: 'tape' } };

/** A thousand symbols on shared workers. Only rows in sight have nodes; all have values, so that sorting is right. */
export const Thousand: Story = { args: { symbols: 1000, rate: 10_000, sort: 'changePercent descending' } };

/** More in the same room. */
export const Compact: Story = { args: { variant: 'tiles', density: 'compact', symbols: 100, rate: 2000 } };

/** Widgets inside of a board are rows of it: each says what it has of its own, the board says the rest. */
export const Children: Story = {
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board locale=${args.locale || nothing} columns="symbol last change changePercent rsi(14) trend" label="Watchlist">
    <ticker-widget symbol="BTC-USD" indicators="rsi(14)"></ticker-widget>
    <ticker-widget symbol="ETH-USD" previous-close="3000" indicators="rsi(14)"></ticker-widget>
    <ticker-widget symbol="BTC-USD / ETH-USD" tick-size="0.001" interval="1s"></ticker-widget>
    <ticker-widget symbol="AAPL" currency="USD"><price-alert when="price > 0" name="there" once></price-alert></ticker-widget>
  </ticker-board>
</data-feed>`,
};

/** Any value, and indicators by name. */
export const Columns: Story = {
  args: { columns: 'symbol trend last rsi(14) bid ask vwap time', indicators: 'rsi(14); sma(50)', rate: 500 },
};

/** Only what has these words in its symbol or name. */
export const Filtered: Story = { args: { filter: 'usd', sort: 'symbol', symbols: 30 } };

/** Nothing has come yet. */
export const Waiting: Story = { args: { rate: 0 } };

/** Every colour follows `color-scheme`; the custom properties of the tickers replace them. */
export const Dark: Story = { args: { indicators: 'sma(20)' }, globals: { colours: 'dark' } };

/** In a phone's width the most important columns stay. */
export const Narrow: Story = { parameters: { width: '22rem' } };

/** A mistake is told with its place, and the prices go on. */
export const Failing: Story = { name: 'Error', args: { indicators: 'sma(20' } };

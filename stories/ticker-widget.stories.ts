import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../src/index.js';
import { attributes } from './shared/attributes.js';
import { focused, press, tabTo } from './shared/keyboard.js';
import { all, first, until } from './shared/plays.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  /** Attributes and custom properties of the element. */
  readonly [written: string]: unknown;
}

const live = all('ticker-widget', 'live');

const meta: Meta<Args> = {
  title: 'Elements/ticker-widget',
  component: 'ticker-widget',
  args: { symbol: 'BTC-USD', locale: 'en-US', ...simulatorArgs },
  argTypes: {
    ...simulatorArgTypes,
    interval: { control: 'select', options: ['tick', '1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d'] },
  },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget ${attributes(args)}></ticker-widget>
</data-feed>`,
  play: live,
};
export default meta;
type Story = StoryObj<Args>;

/** Trades and quotes at a readable pace. */
export const Live: Story = {};

/** Nothing has come yet. Without a price there is a dash, and whatever stands in the slot. */
export const Waiting: Story = {
  args: { rate: 0 },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget ${attributes(args)}>opens at 9:30</ticker-widget>
</data-feed>`,
  play: all('ticker-widget', 'waiting'),
};

/** The last tick is older than `stale-after`: the price stays, muted, with its time. */
export const Stale: Story = {
  args: { rate: 100, count: 100, 'stale-after': 500, sparkline: 'ticks' },
  play: all('ticker-widget', 'stale'),
};

/** Above what `change` is against: a sign and an arrow say it, not the colour alone. */
export const Up: Story = { args: { 'previous-close': 60_000 }, play: all('ticker-widget', 'up') };

/** Below it. */
export const Down: Story = { args: { 'previous-close': 70_000 }, play: all('ticker-widget', 'down') };

/** Fifty thousand ticks a second: every one is counted, and the newest is painted once a frame. */
export const Burst: Story = { args: { rate: 50_000, sparkline: '30s', indicators: 'sma(500)' } };

/** A mistake in an attribute is named with its place; the price goes on. */
export const Failing: Story = {
  name: 'Error',
  args: { indicators: 'sma(20' },
  parameters: { logs: 'indicators, column 7: expected ")"' },
  play: all('ticker-widget', 'error'),
};

/** Computed with every trade, with names of your own or as they are written. */
export const Indicators: Story = {
  args: { rate: 400, indicators: 'fast: ema(9); slow: ema(21); rsi(14); macd' },
  play: async (played) => {
    await live(played);
    const named = () => Object.values(first(played, 'ticker-widget').values.indicators);
    await until(() => named().length > 0 && named().every((value) => !Number.isNaN(value)), 'a value for each of them');
  },
};

/** One point for each trade. A duration such as `5m` samples by time instead. */
export const Sparkline: Story = { args: { rate: 100, sparkline: 'ticks' } };

/** A price made of two symbols; none of the two is shown. */
export const Expression: Story = {
  args: { rate: 100, symbol: 'BTC-USD / ETH-USD', 'tick-size': 0.001, sparkline: 'ticks' },
};

/** Prices of bonds, in 32nds and their parts. */
export const Fraction: Story = { args: { rate: 100, symbol: 'BOND', 'tick-size': '1/64', sparkline: 'ticks' } };

/** A line of a list. */
export const Row: Story = {
  args: { rate: 100, variant: 'row', sparkline: 'ticks' },
  parameters: { width: '34rem' },
};

/** A line of text. */
export const Compact: Story = {
  args: { variant: 'compact' },
  parameters: { width: '34rem' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <p>One bitcoin is <ticker-widget ${attributes(args)}></ticker-widget> as you read this.</p>
</data-feed>`,
};

/** Less room around the texts. */
export const Dense: Story = { args: { rate: 100, density: 'compact', sparkline: 'ticks', indicators: 'sma(20)' } };

/** Several symbols on one feed; each widget has a worker and a lane of its own. */
export const List: Story = {
  args: { rate: 200, variant: 'row', sparkline: 'ticks' },
  parameters: { width: '34rem' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  ${['BTC-USD', 'ETH-USD', 'AAPL', 'EUR-USD'].map(
    (symbol) => html`<ticker-widget ${attributes({ ...args, symbol })}></ticker-widget>
  `,
  )}
</data-feed>`,
};

const WIDTHS = ['5rem', '8rem', '12rem', '20rem', '100%'];

/** It fits itself into the room that it has, from 80 pixels on. */
export const Widths: Story = {
  args: { rate: 100, sparkline: 'ticks', indicators: 'sma(20)' },
  parameters: { width: '44rem', docs: { source: { code: null } } },
  render: (args) => html`<data-feed src=${simulated(args)} style="display: grid; gap: 0.75rem">
  ${WIDTHS.map(
    (width) => html`<div style="inline-size: ${width}"><ticker-widget ${attributes(args)}></ticker-widget></div>`,
  )}
</data-feed>`,
};

/** Every colour follows `color-scheme`; custom properties replace them. */
export const Dark: Story = {
  args: { rate: 100, sparkline: 'ticks', indicators: 'sma(20)' },
  globals: { colours: 'dark' },
};

/** Custom properties, for colours, corners and type. */
export const Restyled: Story = {
  args: {
    rate: 100,
    sparkline: 'ticks',
    '--ticklane-background': 'light-dark(#fdf6e3, #002b36)',
    '--ticklane-radius': '0',
    '--ticklane-font': 'Georgia, serif',
  },
};

/** Told apart by everybody: a class of `ticklane/themes.css`. The toolbar has the other presets. */
export const BlueAndOrange: Story = {
  name: 'Blue and orange',
  args: { rate: 100, sparkline: 'ticks', 'previous-close': 60_000 },
  globals: { preset: 'ticklane-blue-orange', colours: 'light' },
  play: async (played) => {
    await all('ticker-widget', 'up')(played);
    const change = first(played, 'ticker-widget').renderRoot.querySelector('[part=change]') as HTMLElement;
    await until(() => getComputedStyle(change).color === 'rgb(11, 92, 173)', 'what has risen is blue');
  },
};

/** Parts, for everything else that a style sheet can do. */
export const Parts: Story = {
  args: { rate: 100, sparkline: 'ticks' },
  render: (args) => html`<style>
  ticker-widget.poster::part(label) { font-variant-caps: small-caps; }
  ticker-widget.poster::part(price) { font-size: 2.25rem; }
  ticker-widget.poster::part(trend) { opacity: 0.8; }
</style>
<data-feed src=${simulated(args)}>
  <ticker-widget class="poster" ${attributes(args)}></ticker-widget>
</data-feed>`,
};

const LOCALES = [
  ['en-US', 'USD'],
  ['de-CH', 'CHF'],
  ['fr-FR', 'EUR'],
  ['ja-JP', 'JPY'],
  ['en-IN', 'INR'],
  ['ar-EG', 'EGP'],
] as const;

/** Numbers and currencies as they are written elsewhere. */
export const Locales: Story = {
  args: { rate: 50 },
  parameters: { width: '44rem' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <div style="display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0.75rem">
    ${LOCALES.map(
      ([locale, currency]) => html`<ticker-widget ${attributes({ ...args, locale, currency })}></ticker-widget>
    `,
    )}
  </div>
</data-feed>`,
};

/** Mirrored where the text goes from right to left; numbers keep their own order. */
export const RightToLeft: Story = {
  name: 'Right to left',
  args: { rate: 100, locale: 'ar-EG', currency: 'EGP', sparkline: 'ticks', indicators: 'sma(20)' },
  globals: { direction: 'rtl' },
};

/** On a page that is not isolated, or where the feed says so, the same in messages, a frame's together. */
export const Batched: Story = {
  args: { rate: 100, sparkline: 'ticks', indicators: 'sma(20)' },
  render: (args) => html`<data-feed src=${simulated(args)} mode="batched">
  <ticker-widget ${attributes(args)}></ticker-widget>
</data-feed>`,
};

/** With the keyboard: what is drawn is a table, too. A tab leads to its button; Escape closes it. */
export const AsTable: Story = {
  name: 'As a table',
  args: { rate: 100, sparkline: 'ticks' },
  play: async (played) => {
    await live(played);
    const table = () => first(played, 'ticker-widget').renderRoot.querySelector('dialog');
    await until(() => first(played, 'ticker-widget').values.trades > 1, 'something is drawn');
    await tabTo('[part=table-button]');
    await press('Enter');
    await until(() => (table()?.querySelectorAll('tbody tr').length ?? 0) > 1, 'points in a table');
    await press('Escape');
    await until(() => table() === null, 'it is closed');
    await until(() => focused()?.matches('[part=table-button]') ?? false, 'the button has the focus again');
  },
};

/** With the keyboard: a button that comes with the tab key has a screen reader say the ticker. */
export const Spoken: Story = {
  args: { announce: 'demand' },
  play: async (played) => {
    await live(played);
    const said = () => document.querySelector('[data-ticklane-voice=polite]')?.textContent ?? '';
    await tabTo('[part=say-button]');
    await press('Space');
    await until(() => said().includes('BTC-USD'), 'the live region says it');
  },
};

import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  symbol: string;
  variant: 'tile' | 'row' | 'compact';
  indicators: string;
  sparkline: string;
  locale: string;
  currency: string;
  'stale-after': number;
}

/** An attribute that is left out where it says nothing. */
const optional = (value: string | number) => value || nothing;

const meta: Meta<Args> = {
  title: 'Elements/ticker-widget',
  component: 'ticker-widget',
  args: {
    ...simulatorArgs,
    symbol: 'BTC-USD',
    variant: 'tile',
    indicators: '',
    sparkline: '',
    locale: 'en-US',
    currency: '',
    'stale-after': 0,
  },
  argTypes: {
    ...simulatorArgTypes,
    variant: { control: 'inline-radio', options: ['tile', 'row', 'compact'] },
    symbol: { control: 'text' },
    indicators: { control: 'text' },
    sparkline: { control: 'text' },
    locale: { control: 'text' },
    currency: { control: 'text' },
    'stale-after': { control: { type: 'number', min: 0 } },
  },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget
    symbol=${args.symbol}
    variant=${args.variant === 'tile' ? nothing : args.variant}
    indicators=${optional(args.indicators)}
    sparkline=${optional(args.sparkline)}
    locale=${optional(args.locale)}
    currency=${optional(args.currency)}
    stale-after=${optional(args['stale-after'])}
  ></ticker-widget>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** Trades and quotes at a readable pace. */
export const Live: Story = {};

/** Nothing has come yet. Without a price there is a dash, and whatever stands in the slot. */
export const Waiting: Story = { args: { rate: 0 } };

/** The last tick is older than `stale-after`: the price stays, muted, with its time. */
export const Stale: Story = { args: { rate: 100, count: 100, 'stale-after': 500, sparkline: 'ticks' } };

/** Fifty thousand ticks a second: every one is counted, and the newest is painted once a frame. */
export const Burst: Story = { args: { rate: 50_000, sparkline: '30s', indicators: 'sma(500)' } };

/** A mistake in an attribute is named with its place; the price goes on. */
export const Failing: Story = { name: 'Error', args: { indicators: 'sma(20' } };

/** Computed with every trade, with names of your own or as they are written. */
export const Indicators: Story = { args: { rate: 100, indicators: 'fast: ema(9); slow: ema(21); rsi(14); macd' } };

/** One point for each trade. A duration such as `5m` samples by time instead. */
export const Sparkline: Story = { args: { rate: 100, sparkline: 'ticks' } };

/** Every colour follows `color-scheme`; custom properties replace them. */
export const Dark: Story = {
  args: { rate: 100, sparkline: 'ticks', indicators: 'sma(20)' },
  globals: { colours: 'dark' },
};

/** Numbers as they are written elsewhere, with a currency. */
export const Locale: Story = { args: { locale: 'de-CH', currency: 'USD' } };

/** A line of a list. */
export const Row: Story = {
  args: { rate: 100, variant: 'row', sparkline: 'ticks' },
  parameters: { width: '34rem' },
};

/** A line of text. */
export const Compact: Story = { args: { variant: 'compact' } };

/** Several symbols on one feed; each widget has a worker and a lane of its own. */
export const List: Story = {
  args: { rate: 200 },
  parameters: { width: '34rem' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  ${['BTC-USD', 'ETH-USD', 'AAPL', 'EUR-USD'].map(
    (symbol) =>
      html`<ticker-widget symbol=${symbol} variant="row" sparkline="ticks" locale=${optional(args.locale)}></ticker-widget>`,
  )}
</data-feed>`,
};

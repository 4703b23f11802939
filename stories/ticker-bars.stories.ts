import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { withBars } from './shared/bars-view.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  symbol: string;
  interval: string;
  indicators: string;
  history: string;
  'tick-size': number;
}

const meta: Meta<Args> = {
  title: 'Ticker/On bars',
  decorators: [withBars],
  parameters: { width: '44rem' },
  args: {
    ...simulatorArgs,
    rate: 50,
    symbol: 'BTC-USD',
    interval: '1s',
    indicators: 'sma(5); rsi(14)',
    history: '',
    'tick-size': 0,
  },
  argTypes: {
    ...simulatorArgTypes,
    symbol: { control: 'text' },
    interval: { control: 'select', options: ['1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d'] },
    indicators: { control: 'text' },
    'tick-size': { control: { type: 'number', min: 0 } },
    history: {
      control: 'select',
      options: ['', 'sim:'],
      description: 'Bars before the live ones; `sim:` makes them up',
      table: { category: 'data-feed' },
    },
  },
  render: (args) => html`<data-feed src=${simulated(args)} history=${args.history || nothing}>
  <ticker-widget
    symbol=${args.symbol}
    interval=${args.interval}
    indicators=${args.indicators || nothing}
    tick-size=${args['tick-size'] || nothing}
    locale="en-US"
  ></ticker-widget>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** Bars of a second. The forming one is the last; indicators follow it with every tick. */
export const Live: Story = {};

/** Bars from before the first tick, so that indicators are known at once. */
export const WithHistory: Story = { args: { interval: '1m', indicators: 'macd; rsi(14)', history: 'sim:' } };

/** A price made of two symbols: it has a bar of its own, and none of the two is shown. */
export const OfTwoSymbols: Story = { args: { symbol: 'BTC-USD / ETH-USD', 'tick-size': 0.0001 } };

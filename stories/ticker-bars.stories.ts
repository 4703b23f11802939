import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { attributes } from './shared/attributes.js';
import { type BarsView, withBars } from './shared/bars-view.js';
import { type Played, until } from './shared/plays.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  readonly history: string;
  /** Attributes of the element. */
  readonly [written: string]: unknown;
}

/** A play that waits until so many candles are drawn, none at a place that is no number. */
function draws(least: number): (played: Played) => Promise<void> {
  return async ({ canvasElement }) => {
    const root = () => canvasElement.querySelector<BarsView>('bars-view')?.shadowRoot;
    const bodies = () =>
      [...(root()?.querySelectorAll('.body') ?? [])].map((path) => path.getAttribute('d') ?? '').join('');
    await until(() => bodies().split('M').length > least, `${least} bars`);
    if (bodies().includes('NaN')) throw new Error('a candle has no place');
  };
}

const meta: Meta<Args> = {
  title: 'Elements/ticker-widget on bars',
  component: 'ticker-widget',
  decorators: [withBars],
  parameters: { width: '44rem' },
  args: {
    symbol: 'BTC-USD',
    interval: '1s',
    indicators: 'sma(5); rsi(14)',
    locale: 'en-US',
    history: '',
    ...simulatorArgs,
    rate: 50,
  },
  argTypes: {
    ...simulatorArgTypes,
    interval: { control: 'select', options: ['1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d'] },
    history: {
      type: 'string',
      control: 'select',
      options: ['', 'sim:'],
      description: 'Bars before the live ones; `sim:` makes them up',
      table: { category: 'data-feed' },
    },
  },
  render: (args) => html`<data-feed src=${simulated(args)} history=${args.history || nothing}>
  <ticker-widget ${attributes(args)}></ticker-widget>
</data-feed>`,
  play: draws(2),
};
export default meta;
type Story = StoryObj<Args>;

/** Bars of a second. The forming one is the last; indicators follow it with every tick. */
export const Live: Story = {};

/** Bars from before the first tick, so that indicators are known at once. */
export const WithHistory: Story = {
  name: 'With history',
  args: { interval: '1m', indicators: 'macd; rsi(14)', history: 'sim:' },
  play: draws(50),
};

/** A price made of two symbols: it has a bar of its own, and none of the two is shown. */
export const OfTwoSymbols: Story = {
  name: 'Of two symbols',
  args: { symbol: 'BTC-USD / ETH-USD', 'tick-size': 0.0001 },
};

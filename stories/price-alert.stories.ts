import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { withSignalLog } from './shared/signal-log.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  when: string;
  name: string;
  hysteresis: number;
  once: boolean;
  indicators: string;
  interval: string;
}

const meta: Meta<Args> = {
  title: 'Alerts/Playground',
  component: 'price-alert',
  decorators: [withSignalLog],
  parameters: { width: '44rem' },
  args: {
    ...simulatorArgs,
    rate: 100,
    when: 'crossover(fast, slow)',
    name: 'golden cross',
    hysteresis: 0,
    once: false,
    indicators: 'fast: sma(10); slow: sma(30)',
    interval: 'tick',
  },
  argTypes: {
    ...simulatorArgTypes,
    when: { control: 'text' },
    name: { control: 'text' },
    hysteresis: { control: { type: 'number', min: 0 } },
    once: { control: 'boolean' },
    indicators: { control: 'text', table: { category: 'ticker-widget' } },
    interval: { control: 'select', options: ['tick', '1s', '5s', '1m'], table: { category: 'ticker-widget' } },
  },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget
    symbol="BTC-USD"
    locale="en-US"
    sparkline="ticks"
    indicators=${args.indicators || nothing}
    interval=${args.interval === 'tick' ? nothing : args.interval}
  >
    <price-alert
      name=${args.name || nothing}
      when=${args.when}
      hysteresis=${args.hysteresis || nothing}
      ?once=${args.once}
    ></price-alert>
  </ticker-widget>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** Fires where one average rises above another, and again after it was below. */
export const Crossover: Story = {};

/** A condition of several parts. `and`, `or`, `not` and parentheses join them. */
export const Joined: Story = {
  args: {
    when: 'crossunder(rsi(14), 50) and fast > slow',
    name: 'dip in a rise',
    indicators: 'fast: sma(5); slow: sma(20); rsi(14)',
  },
};

/** Armed again only once the RSI is 10 below the level: without the hysteresis each swing around it would fire. */
export const Hysteresis: Story = {
  args: { when: 'rsi(14) > 55', name: 'strong', hysteresis: 10, indicators: 'rsi(14)' },
};

/** Fires once. */
export const Once: Story = {
  args: { when: 'close > lowest(20)', name: 'first rise', once: true, indicators: 'lowest(20)' },
};

/** The forming bar is looked at with every tick. */
export const OnBars: Story = {
  args: {
    when: 'close > open and change(close) > 0',
    name: 'a rising second',
    indicators: 'change(close)',
    interval: '1s',
  },
};

/** An alert may name another one of its widget. */
export const OfAlerts: Story = {
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget symbol="BTC-USD" locale="en-US" sparkline="ticks" indicators="average: sma(10); rsi(14)">
    <price-alert name="above" when="close > average"></price-alert>
    <price-alert name="strong" when="rsi(14) > 52"></price-alert>
    <price-alert name="both" when="above and strong"></price-alert>
  </ticker-widget>
</data-feed>`,
};

/** A mistake is told with its place, and the ticker goes on. */
export const Failing: Story = { name: 'Error', args: { when: 'crossover(fast, slwo)' } };

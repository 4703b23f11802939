import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { attributes } from './shared/attributes.js';
import { press, tabTo } from './shared/keyboard.js';
import { all, first, type Played, until } from './shared/plays.js';
import { type SignalLog, withSignalLog } from './shared/signal-log.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  readonly indicators: string;
  readonly interval: string;
  /** Attributes of the element. */
  readonly [written: string]: unknown;
}

/** What the log beside the story has written down. */
const written = ({ canvasElement }: Played): string[] =>
  [...(canvasElement.querySelector<SignalLog>('signal-log')?.renderRoot.querySelectorAll('li') ?? [])].map(
    (item) => item.innerText,
  );

/** Waits for a signal, which is written down with its name, its price and its time. */
async function fires(played: Played): Promise<void> {
  const alerts = [...played.canvasElement.querySelectorAll('price-alert')];
  await until(() => alerts.some((alert) => alert.matches(':state(fired)')), 'a signal');
  await until(() => written(played).length > 0, 'it is written down');
  const right = /^(.+) at [\d,.]+\s+\d\d:\d\d:\d\d\.\d{3} UTC/;
  const names = alerts.map(({ name }) => name);
  for (const item of written(played)) {
    if (!names.includes(right.exec(item)?.[1] ?? '')) throw new Error(`written down: ${item}`);
  }
}

const meta: Meta<Args> = {
  title: 'Elements/price-alert',
  component: 'price-alert',
  decorators: [withSignalLog],
  parameters: { width: '44rem' },
  args: {
    when: 'crossover(fast, slow)',
    name: 'golden cross',
    indicators: 'fast: sma(10); slow: sma(30)',
    interval: 'tick',
    ...simulatorArgs,
    rate: 200,
  },
  argTypes: {
    ...simulatorArgTypes,
    indicators: { type: 'string', control: 'text', table: { category: 'ticker-widget' } },
    interval: {
      type: 'string',
      control: 'select',
      options: ['tick', '1s', '5s', '1m'],
      table: { category: 'ticker-widget' },
    },
  },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget
    symbol="BTC-USD"
    locale="en-US"
    sparkline="ticks"
    indicators=${args.indicators || nothing}
    interval=${args.interval === 'tick' ? nothing : args.interval}
  >
    <price-alert ${attributes(args)}></price-alert>
  </ticker-widget>
</data-feed>`,
  play: fires,
};
export default meta;
type Story = StoryObj<Args>;

/** Fires where one average rises above another, and again after it was below. */
export const Crossover: Story = {};

/** Looked at with every tick, and not fired yet. */
export const Active: Story = {
  args: { when: 'price > 1000000', name: 'a million' },
  play: async (played) => {
    await all('price-alert', 'active')(played);
    if (first(played, 'price-alert').matches(':state(fired)')) throw new Error('it has fired');
  },
};

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
  play: async (played) => {
    await fires(played);
    const widget = first(played, 'ticker-widget');
    const seen = widget.values.ticks;
    await until(() => widget.values.ticks > seen + 100, 'many ticks later');
    if (first(played, 'price-alert').count !== 1) throw new Error('it has fired more than once');
  },
};

/** `reset()` arms it anew, as the button does here. */
export const Reset: Story = {
  args: { when: 'price > 0', name: 'any price', once: true, indicators: '' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget symbol="BTC-USD" locale="en-US" sparkline="ticks">
    <price-alert ${attributes(args)}></price-alert>
  </ticker-widget>
</data-feed>
<p><button type="button" id="arm" onclick="document.querySelector('price-alert').reset()">Arm it anew</button></p>`,
  play: async (played) => {
    await fires(played);
    await tabTo('#arm');
    await press('Enter');
    await until(() => written(played).length === 2, 'another signal');
    await press('Space');
    await until(() => written(played).length === 3, 'and another');
  },
};

/** The forming bar is looked at with every tick. */
export const OnBars: Story = {
  name: 'On bars',
  args: {
    when: 'close > open and change(close) > 0',
    name: 'a rising second',
    indicators: 'change(close)',
    interval: '1s',
  },
};

/** An alert may name another one of its widget. */
export const OfAlerts: Story = {
  name: 'Of alerts',
  args: { name: '', when: '' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <ticker-widget symbol="BTC-USD" locale="en-US" sparkline="ticks" indicators="average: sma(10); rsi(14)">
    <price-alert name="above" when="close > average"></price-alert>
    <price-alert name="strong" when="rsi(14) > 52"></price-alert>
    <price-alert name="both" when="above and strong"></price-alert>
  </ticker-widget>
</data-feed>`,
};

/** A mistake is told with its place, and the ticker goes on. */
export const Failing: Story = {
  name: 'Error',
  args: { when: 'crossover(fast, slwo)' },
  parameters: { logs: 'when, column 17: unknown name "slwo": did you mean slow?' },
  play: async (played) => {
    await all('price-alert', 'error')(played);
    await all('ticker-widget', 'live')(played);
  },
};

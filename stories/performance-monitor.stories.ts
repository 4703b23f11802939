import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  variant: 'panel' | 'compact';
  locale: string;
  widgets: number;
}

const NAMED = ['BTC-USD', 'ETH-USD', 'AAPL', 'EUR-USD'];
const symbolsOf = (count: number) => Array.from({ length: count }, (_, index) => NAMED[index] ?? `SIM${index}`);

const meta: Meta<Args> = {
  title: 'Elements/performance-monitor',
  component: 'performance-monitor',
  parameters: { width: '34rem' },
  args: { ...simulatorArgs, rate: 500, variant: 'panel', locale: 'en-US', widgets: 2 },
  argTypes: {
    ...simulatorArgTypes,
    variant: { control: 'inline-radio', options: ['panel', 'compact'] },
    locale: { control: 'text' },
    widgets: { control: { type: 'number', min: 0, max: 100 }, description: 'Tickers beside it' },
  },
  render: (args) => html`<data-feed src=${simulated(args)} style="display: grid; gap: 0.75rem">
  <performance-monitor
    variant=${args.variant === 'panel' ? nothing : args.variant}
    locale=${args.locale}
  ></performance-monitor>
  <div style="display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 0.5rem">
    ${symbolsOf(args.widgets).map(
      (symbol) => html`<ticker-widget symbol=${symbol} locale="en-US" sparkline="30s"></ticker-widget>`,
    )}
  </div>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** Figures of the last second, and of the last ten where they are quantiles or sums; plots of the last minute. */
export const Live: Story = {};

/** A line of text. */
export const Compact: Story = { args: { variant: 'compact' } };

/** Forty widgets, each with a lane and a kernel of its own, at ten thousand ticks a second. */
export const ManyWidgets: Story = { args: { rate: 10_000, widgets: 40 }, parameters: { width: '60rem' } };

/** Nothing moves, so the frame loop asks for no frames: rest is not slowness. */
export const Resting: Story = { args: { rate: 0 } };

/** Outside of a feed it looks at all of the page, with a line for each. */
export const TwoFeeds: Story = {
  render: (args) => html`<performance-monitor locale=${args.locale}></performance-monitor>
<data-feed id="slow" src="sim:rate=5&seed=${args.seed}"></data-feed>
<data-feed id="fast" src=${simulated(args)}></data-feed>
<div style="display: grid; grid-template-columns: 1fr 1fr; gap: 0.5rem; margin-block-start: 0.75rem">
  <ticker-widget symbol="BTC-USD" locale="en-US" feed="slow"></ticker-widget>
  <ticker-widget symbol="BTC-USD" locale="en-US" feed="fast"></ticker-widget>
</div>`,
};

/** Less than shared mode: a notice that can be dismissed, and what copying costs. The page has chosen, so that the switch does not. */
export const Batched: Story = {
  render: (args) => html`<data-feed src=${simulated(args)} mode="batched">
  <performance-monitor locale=${args.locale} help="https://example.test/isolation"></performance-monitor>
  <div style="display: grid; grid-template-columns: 1fr 1fr; gap: 0.5rem; margin-block-start: 0.75rem">
    <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
    <ticker-widget symbol="ETH-USD" locale="en-US"></ticker-widget>
  </div>
</data-feed>`,
};

/** A thousand tickers on a board: `Compare modes` runs each way for five seconds, and shows the table. */
export const Board: Story = {
  args: { rate: 10_000 },
  parameters: { width: '60rem' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <performance-monitor locale=${args.locale}></performance-monitor>
  <ticker-board .symbols=${symbolsOf(1000)} locale="en-US" style="height: 20rem; margin-block-start: 0.75rem"></ticker-board>
</data-feed>`,
};

/** A feed that cannot work, said in words of the page's own, until they are dismissed. */
export const Noticed: Story = {
  name: 'Notice',
  render: (args) => html`<data-feed src="ftp://example.test/ticks">
  <performance-monitor locale=${args.locale} .strings=${{ title: 'Leistung', failed: 'Keine Kurse:', dismiss: 'Schliessen' }}></performance-monitor>
</data-feed>`,
};

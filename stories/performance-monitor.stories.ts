import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { simulatedNames } from '../src/feed/simulated-names.js';
import type { PerformanceMonitor } from '../src/index.js';
import '../src/index.js';
import { attributes } from './shared/attributes.js';
import { focused, press, tabTo } from './shared/keyboard.js';
import { all, first, type Played, until } from './shared/plays.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  /** Tickers beside it. */
  readonly widgets: number;
  /** Attributes of the element. */
  readonly [written: string]: unknown;
}

const GRID =
  'display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 0.5rem; margin-block-start: 0.75rem';

/** A play that waits until the monitor shows something. */
function shows(what: string, isSo: (monitor: PerformanceMonitor) => boolean): (played: Played) => Promise<void> {
  return async (played) => {
    const monitor = first(played, 'performance-monitor');
    await until(() => isSo(monitor), what);
  };
}

const figures = shows('figures of what was painted', (monitor) => Number(monitor.report()?.tickToPaint.p50) > 0);

const meta: Meta<Args> = {
  title: 'Elements/performance-monitor',
  component: 'performance-monitor',
  parameters: { width: '34rem' },
  args: { locale: 'en-US', ...simulatorArgs, rate: 500, widgets: 2 },
  argTypes: {
    ...simulatorArgTypes,
    widgets: {
      type: 'number',
      control: { type: 'number', min: 0, max: 100 },
      description: 'Tickers beside it',
      table: { category: 'simulator' },
    },
  },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <performance-monitor ${attributes(args)}></performance-monitor>
  <div style=${GRID}>
    ${simulatedNames(args.widgets).map(
      (symbol) => html`<ticker-widget symbol=${symbol} locale="en-US" sparkline="30s"></ticker-widget>
    `,
    )}
  </div>
</data-feed>`,
  play: figures,
};
export default meta;
type Story = StoryObj<Args>;

/** Figures of the last second, and of the last ten where they are quantiles or sums; plots of the last minute. */
export const Live: Story = {};

/** A line of text. */
export const Compact: Story = { args: { variant: 'compact' } };

/** Forty widgets, each with a lane and a kernel of its own, at ten thousand ticks a second. */
export const ManyWidgets: Story = {
  name: 'Many widgets',
  args: { rate: 10_000, widgets: 40 },
  parameters: { width: '60rem' },
};

/** Nothing moves, so the frame loop asks for no frames: rest is not slowness. */
export const Resting: Story = {
  args: { rate: 0 },
  play: shows('the frame loop rests', (monitor) => monitor.report()?.frameLoop === 'resting'),
};

/** Outside of a feed it looks at all of the page, with a line for each. */
export const TwoFeeds: Story = {
  name: 'Two feeds',
  render: (args) => html`<performance-monitor ${attributes(args)}></performance-monitor>
<data-feed id="slow" src="sim:rate=5&seed=${args.seed}"></data-feed>
<data-feed id="fast" src=${simulated(args)}></data-feed>
<div style=${GRID}>
  <ticker-widget symbol="BTC-USD" locale="en-US" feed="slow"></ticker-widget>
  <ticker-widget symbol="BTC-USD" locale="en-US" feed="fast"></ticker-widget>
</div>`,
  play: shows('a line for each feed', (monitor) => monitor.renderRoot.querySelectorAll('tbody tr').length === 2),
};

/** Less than shared mode: a notice that can be dismissed, and what copying costs. The page has chosen, so that the switch does not. */
export const Batched: Story = {
  args: { help: 'https://example.test/isolation' },
  render: (args) => html`<data-feed src=${simulated(args)} mode="batched">
  <performance-monitor ${attributes(args)}></performance-monitor>
  <div style=${GRID}>
    <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
    <ticker-widget symbol="ETH-USD" locale="en-US"></ticker-widget>
  </div>
</data-feed>`,
  play: shows(
    'a notice, and what was copied',
    (monitor) => monitor.matches(':state(notice)') && Number(monitor.report()?.copiedPerSecond) > 0,
  ),
};

/** With the keyboard: the arrows choose a mode, which the feed takes at once, and the visitor's next page too. */
export const Modes: Story = {
  play: async (played) => {
    await figures(played);
    const feed = first(played, 'data-feed');
    try {
      await tabTo('input[type=radio]');
      await press('ArrowDown', 'ArrowDown');
      await until(() => feed.effectiveMode === 'batched', 'batched mode');
      await until(() => focused()?.getAttribute('value') === 'batched', 'the focus is there');
      await press('ArrowUp', 'ArrowUp');
      await until(() => feed.effectiveMode === 'shared', 'shared mode again');
    } finally {
      // the choice is remembered, and other stories have made none
      localStorage.removeItem('ticklane-mode');
    }
  },
};

/** With the keyboard: a press starts the comparison, another one stops it. */
export const Compare: Story = {
  play: async (played) => {
    await figures(played);
    const monitor = first(played, 'performance-monitor');
    await tabTo('[part=compare]');
    await press('Enter');
    await until(() => monitor.matches(':state(comparing)'), 'a comparison');
    await until(() => monitor.renderRoot.querySelector('[part=progress]') !== null, 'how far it is');
    await press('Space');
    await until(() => !monitor.matches(':state(comparing)'), 'it was stopped');
    await until(() => focused()?.matches('[part=compare]') ?? false, 'the button keeps the focus');
  },
};

/** A thousand tickers on a board: `Compare modes` runs each way for five seconds, and shows the table. */
export const Board: Story = {
  args: { rate: 10_000 },
  parameters: { width: '60rem' },
  render: (args) => html`<data-feed src=${simulated(args)}>
  <performance-monitor ${attributes(args)}></performance-monitor>
  <ticker-board .symbols=${simulatedNames(1000)} locale="en-US" style="height: 20rem; margin-block-start: 0.75rem"></ticker-board>
</data-feed>`,
};

const GERMAN = { title: 'Leistung', failed: 'Keine Kurse:', dismiss: 'Schliessen' };

/** A feed that cannot work, said in words of the page's own, until they are dismissed. */
export const Noticed: Story = {
  name: 'Notice',
  parameters: { logs: 'no transport for ftp:' },
  render: (args) => html`<data-feed src="ftp://example.test/ticks">
  <performance-monitor .strings=${GERMAN} ${attributes(args)}></performance-monitor>
</data-feed>`,
  play: all('performance-monitor', 'notice'),
};

/** With the keyboard: the notice goes, and what is below it stays. */
export const Dismissed: Story = {
  ...Noticed,
  name: 'Notice dismissed',
  play: async (played) => {
    await all('performance-monitor', 'notice')(played);
    const monitor = first(played, 'performance-monitor');
    await tabTo('[part=dismiss]');
    await press('Enter');
    await until(() => !monitor.matches(':state(notice)'), 'it is gone');
  },
};

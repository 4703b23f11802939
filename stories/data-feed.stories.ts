import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import '../src/index.js';
import { withReadout } from './shared/feed-readout.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  /** Instead of the simulator. */
  src: string;
  'stale-after': number;
  paused: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/data-feed',
  component: 'data-feed',
  decorators: [withReadout],
  args: { ...simulatorArgs, src: '', 'stale-after': 10_000, paused: false },
  argTypes: {
    ...simulatorArgTypes,
    src: { control: 'text' },
    'stale-after': { control: { type: 'number', min: 0 } },
    paused: { control: 'boolean' },
  },
  render: (args) => html`<data-feed
  src=${args.src || simulated(args)}
  stale-after=${args['stale-after'] === 10_000 ? nothing : args['stale-after']}
  ?paused=${args.paused}
>
  <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
</data-feed>`,
};
export default meta;
type Story = StoryObj<Args>;

/** Messages arrive. */
export const Live: Story = {};

/** A market in which nothing has happened yet: a feed is `connecting` until its first message. */
export const Waiting: Story = { args: { rate: 0 } };

/** Nothing was heard for longer than `stale-after`; all widgets of the feed show it. After three times as long it connects again. */
export const Stale: Story = { args: { rate: 100, count: 100, 'stale-after': 3000 } };

/** More ticks than anybody could look at; `conflated` counts those that were merged into another. */
export const Burst: Story = { args: { rate: 200_000 } };

/** Set up in a way that can never work: `error` says why, and what would do. */
export const Failing: Story = { name: 'Error', args: { src: 'ftp://example.test/ticks' } };

/** Takes no messages while `paused`; the connection stays. */
export const Paused: Story = { args: { paused: true } };

/** Widgets take the feed that encloses them, or the one whose id they name. */
export const TwoFeeds: Story = {
  render: (args) => html`<data-feed id="slow" src="sim:rate=2&seed=${args.seed}"></data-feed>
<data-feed src=${simulated(args)} style="display: grid; gap: 0.75rem">
  <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
  <ticker-widget symbol="BTC-USD" locale="en-US" feed="slow"></ticker-widget>
</data-feed>`,
};

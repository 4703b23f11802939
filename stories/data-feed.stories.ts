import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { FeedStatus } from '../src/index.js';
import '../src/index.js';
import { attributes } from './shared/attributes.js';
import { withReadout } from './shared/feed-readout.js';
import { focused, press, tabTo } from './shared/keyboard.js';
import { all, first, type Played, until } from './shared/plays.js';
import './shared/push-desk.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  /** Attributes of the element. */
  readonly [written: string]: unknown;
}

/** A play that waits until every feed has a status, and what stands below it says so. */
function comesTo(status: FeedStatus): (played: Played) => Promise<void> {
  return async (played) => {
    await all('data-feed', status)(played);
    const readout = played.canvasElement.querySelector('feed-readout');
    await until(() => readout?.textContent?.startsWith(`status ${status}`) ?? false, 'the readout says so');
  };
}

const meta: Meta<Args> = {
  title: 'Elements/data-feed',
  component: 'data-feed',
  decorators: [withReadout],
  args: { src: '', ...simulatorArgs },
  argTypes: {
    ...simulatorArgTypes,
    mode: { control: 'inline-radio', options: ['auto', 'shared', 'batched', 'individual'] },
    transport: {
      control: 'select',
      options: ['auto', 'websocket', 'sse', 'http', 'simulator', 'replay', 'nats', 'mqtt', 'push'],
    },
  },
  render: (args) => html`<data-feed ${attributes({ ...args, src: args.src || simulated(args) })}>
  <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
</data-feed>`,
  play: comesTo('live'),
};
export default meta;
type Story = StoryObj<Args>;

/** Messages arrive. */
export const Live: Story = {};

/** A market in which nothing has happened yet: a feed is `connecting` until its first message. */
export const Waiting: Story = { args: { rate: 0 }, play: comesTo('connecting') };

/** Nothing was heard for longer than `stale-after`; all widgets of the feed show it. After three times as long it connects again. */
export const Stale: Story = { args: { rate: 100, count: 100, 'stale-after': 1500 }, play: comesTo('stale') };

/** An attempt has failed, and another one comes after a while: here the page's own `beforeconnect` has no token yet. */
export const Reconnecting: Story = {
  parameters: {
    logs: 'no token yet',
    docs: {
      source: {
        code: `<data-feed src="wss://example.test/ticks"></data-feed>
<ticker-widget symbol="BTC-USD"></ticker-widget>
<script type="module">
  document.querySelector('data-feed').beforeconnect = async () => {
    const answer = await fetch('/token');
    if (!answer.ok) throw new Error('no token yet');
    return { headers: { Authorization: await answer.text() } };
  };
</script>`,
      },
    },
  },
  render: () => html`<data-feed src="wss://example.test/ticks" .beforeconnect=${refuse}>
  <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
</data-feed>`,
  play: comesTo('reconnecting'),
};

function refuse(): never {
  throw new Error('no token yet');
}

/** Closed by `disconnect()`; `connect()` opens it again. */
export const Closed: Story = {
  play: async (played) => {
    await comesTo('live')(played);
    first(played, 'data-feed').disconnect();
    await comesTo('closed')(played);
  },
};

/** Set up in a way that can never work: `error` says why, and what would do. */
export const Failing: Story = {
  name: 'Error',
  args: { src: 'ftp://example.test/ticks' },
  parameters: { logs: 'no transport for ftp:' },
  play: comesTo('failed'),
};

/** Takes no messages while `paused`; the connection stays. */
export const Paused: Story = { args: { paused: true }, play: comesTo('connecting') };

/** More ticks than anybody could look at; `conflated` counts those that were merged into another. */
export const Burst: Story = { args: { rate: 200_000 } };

/** A recorded session, in its own rhythm, over and over. */
export const Replay: Story = { args: { src: 'replay:captures/common.jsonl#loop' } };

/** The protocol of a venue: here a made-up session is replayed; without `src` the feed goes to the venue itself. */
export const Venue: Story = {
  args: { src: 'replay:captures/coinbase.jsonl#loop', format: 'coinbase' },
  render: (args) => html`<data-feed ${attributes(args)}>
  <ticker-widget symbol="ETH-USD" locale="en-US"></ticker-widget>
</data-feed>`,
};

/** Ticks of the page's own, from wherever it has them. */
export const Push: Story = {
  args: { transport: 'push' },
  parameters: {
    docs: {
      source: {
        code: `<data-feed id="own" transport="push"></data-feed>
<ticker-widget symbol="BTC-USD"></ticker-widget>
<button type="button">Push a trade</button>
<script type="module">
  const feed = document.querySelector('#own');
  document.querySelector('button').onclick = () => feed.push({ symbol: 'BTC-USD', price: 64000, size: 0.5 });
</script>`,
      },
    },
  },
  render: () => html`<push-desk>
  <data-feed transport="push">
    <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
  </data-feed>
</push-desk>`,
  play: async (played) => {
    const widget = first(played, 'ticker-widget');
    await tabTo('button');
    await press('Enter');
    await until(() => widget.values.last === 64_000, 'the first price');
    if (!focused()?.matches('button')) throw new Error('the button has lost the focus');
    await press('Space');
    await until(() => widget.values.last === 64_001, 'another price');
  },
};

/** One message a frame, as where the page is not isolated. */
export const Batched: Story = { args: { mode: 'batched' }, play: all('data-feed', 'batched') };

/** One message for each tick, as a page would do by itself: there to be compared with. */
export const Individual: Story = { args: { mode: 'individual' }, play: all('data-feed', 'individual') };

/** Widgets take the feed that encloses them, or the one whose id they name. */
export const TwoFeeds: Story = {
  name: 'Two feeds',
  render: (args) => html`<data-feed id="slow" src="sim:rate=2&seed=${args.seed}"></data-feed>
<data-feed ${attributes({ ...args, src: simulated(args) })} style="display: grid; gap: 0.75rem">
  <ticker-widget symbol="BTC-USD" locale="en-US"></ticker-widget>
  <ticker-widget symbol="BTC-USD" locale="en-US" feed="slow"></ticker-widget>
</data-feed>`,
};

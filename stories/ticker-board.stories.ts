import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../src/index.js';
import { simulatedNames } from '../src/feed/simulated-names.js';
import { attributes } from './shared/attributes.js';
import { all, first, listed, type Played, until } from './shared/plays.js';
import { type SimulatorArgs, simulated, simulatorArgs, simulatorArgTypes } from './shared/simulator.js';

interface Args extends SimulatorArgs {
  /** Attributes and custom properties of the element. */
  readonly [written: string]: unknown;
}

/** So many symbols of the simulator's, as the attribute has them. */
const names = (count: number): string => simulatedNames(count).join(' ');

const isLive = all('ticker-board', 'live');

/** Waits until the last of the symbols has a price: all are subscribed. */
async function live(played: Played): Promise<void> {
  await isLive(played);
  const board = first(played, 'ticker-board');
  const last = listed(board.symbols).at(-1);
  if (last) await until(() => (board.values(last)?.last ?? 0) > 0, `${last} has a price`);
}

const meta: Meta<Args> = {
  title: 'Elements/ticker-board',
  component: 'ticker-board',
  parameters: { width: '72rem' },
  args: { symbols: names(12), locale: 'en-US', ...simulatorArgs, rate: 200 },
  argTypes: {
    ...simulatorArgTypes,
    interval: { control: 'select', options: ['tick', '1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d'] },
  },
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board ${attributes(args)}></ticker-board>
</data-feed>`,
  play: isLive,
};
export default meta;
type Story = StoryObj<Args>;

/** A row for each symbol. Press the head of a column to sort; the arrow keys go from cell to cell, the space bar selects. */
export const Grid: Story = { play: live };

/** As many side by side as there is room for. */
export const Tiles: Story = { args: { variant: 'tiles', indicators: 'sma(20)' } };

/** Goes round; stands still under the pointer and with the focus, and is scrolled by hand where less motion is asked for. */
export const Tape: Story = { args: { variant: 'tape' } };

/** A thousand symbols on shared workers. Only rows in sight have nodes; all have values, so that sorting is right. */
export const Thousand: Story = {
  args: { symbols: '', rate: 10_000, sort: 'changePercent descending' },
  parameters: {
    docs: {
      source: {
        code: `<data-feed src="wss://example.test/ticks" workers="pool"></data-feed>
<ticker-board sort="changePercent descending" style="block-size: 36rem"></ticker-board>
<script type="module">
  document.querySelector('ticker-board').symbols = await (await fetch('/symbols.json')).json();
</script>`,
      },
    },
  },
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board .symbols=${simulatedNames(1000)} style="block-size: 36rem" ${attributes({ ...args, symbols: undefined })}></ticker-board>
</data-feed>`,
  play: async (played) => {
    await live(played);
    const rows = first(played, 'ticker-board').renderRoot.querySelectorAll('[part~=row]').length;
    if (rows > 130) throw new Error(`${rows} rows have nodes`);
  },
};

/** More in the same room. */
export const Compact: Story = { args: { variant: 'tiles', density: 'compact', symbols: names(60), rate: 2000 } };

/** Widgets inside of a board are rows of it: each says what it has of its own, the board says the rest. */
export const Children: Story = {
  args: { symbols: '', columns: 'symbol last change changePercent rsi(14) trend', label: 'Watchlist' },
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board ${attributes(args)}>
    <ticker-widget symbol="BTC-USD" indicators="rsi(14)"></ticker-widget>
    <ticker-widget symbol="ETH-USD" previous-close="3000" indicators="rsi(14)"></ticker-widget>
    <ticker-widget symbol="BTC-USD / ETH-USD" tick-size="0.001" interval="1s"></ticker-widget>
    <ticker-widget symbol="AAPL" currency="USD"><price-alert when="price > 0" name="there" once></price-alert></ticker-widget>
  </ticker-board>
</data-feed>`,
  play: async (played) => {
    await isLive(played);
    const widgets = [...played.canvasElement.querySelectorAll('ticker-widget')];
    await until(() => widgets.every(({ values }) => values.last > 0), 'a price for each widget');
  },
};

/** Any value, and indicators by name. */
export const Columns: Story = {
  args: { columns: 'symbol trend last rsi(14) bid ask vwap time', indicators: 'rsi(14); sma(50)', rate: 500 },
};

/** By a column, either way; a press on its head does the same. */
export const Sorted: Story = {
  args: { sort: 'last descending' },
  play: async (played) => {
    await live(played);
    const head = first(played, 'ticker-board').renderRoot.querySelector('[data-column=last]');
    await until(() => head?.ariaSort === 'descending', 'the head says so');
  },
};

/** Only what has these words in its symbol or name. */
export const Filtered: Story = { args: { filter: 'usd', sort: 'symbol', symbols: names(30) } };

/** Nothing has come yet. */
export const Waiting: Story = { args: { rate: 0 }, play: all('ticker-board', 'waiting') };

/** The feed has been silent for too long: everything stays, muted. */
export const Stale: Story = {
  args: { rate: 1000, count: 1000, symbols: names(6) },
  render: (args) => html`<data-feed src=${simulated(args)} stale-after="1000" workers="pool">
  <ticker-board ${attributes(args)}></ticker-board>
</data-feed>`,
  play: all('ticker-board', 'stale'),
};

/** What stands in the slot is shown where there is nothing else. */
export const Empty: Story = {
  args: { symbols: '' },
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board ${attributes(args)}>Add a symbol to your list.</ticker-board>
</data-feed>`,
  play: async (played) => {
    const board = first(played, 'ticker-board');
    await until(() => board.renderRoot.querySelector('slot') !== null, 'what stands in the slot');
  },
};

/** Every colour follows `color-scheme`; the custom properties of the tickers replace them. */
export const Dark: Story = { args: { indicators: 'sma(20)' }, globals: { colours: 'dark' } };

/** Custom properties, for colours and corners. */
export const Restyled: Story = {
  args: {
    '--ticklane-background': 'light-dark(#fdf6e3, #002b36)',
    '--ticklane-accent-color': 'light-dark(#5b3fb0, #b9a5ff)',
    '--ticklane-radius': '0',
  },
};

/** Told apart by everybody: a class of `ticklane/themes.css`. The toolbar has the other presets. */
export const BlueAndOrange: Story = { name: 'Blue and orange', globals: { preset: 'ticklane-blue-orange' } };

/** In a phone's width the most important columns stay. */
export const Phone: Story = { globals: { viewport: { value: 'phone' } }, parameters: { width: '22rem' } };

/** Mirrored, with the keys: the right arrow goes to the right. */
export const RightToLeft: Story = { name: 'Right to left', args: { locale: 'ar-EG' }, globals: { direction: 'rtl' } };

/** Words and numbers as the closest `lang` says. English is there; each other language is a module, such as `ticklane/locales/de.js`. */
export const Languages: Story = {
  args: { symbols: names(3), locale: '', columns: 'symbol last change bid ask volume' },
  render: (args) => html`<data-feed src=${simulated(args)} workers="pool">
  <ticker-board lang="en" ${attributes(args)}></ticker-board>
  <ticker-board lang="de" ${attributes(args)}></ticker-board>
  <ticker-board lang="ja" ${attributes(args)}></ticker-board>
  <ticker-board lang="ar" dir="rtl" ${attributes(args)}></ticker-board>
</data-feed>`,
};

/** A mistake is told with its place, and the prices go on. */
export const Failing: Story = {
  name: 'Error',
  args: { indicators: 'sma(20' },
  parameters: { logs: 'indicators, column 7: expected ")"' },
  play: all('ticker-board', 'error'),
};

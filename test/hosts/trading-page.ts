/** The end-to-end test that every host passes: the same page, whatever it was made with. */
import assert from 'node:assert/strict';
import { INDICATORS, SYMBOLS } from '../../hosts/shared/market.js';
import type { HostPage } from './host-page.ts';

/** What a page of a host does, and how it is seen. */
export interface Check {
  readonly name: string;
  run(host: HostPage, isolated: boolean): Promise<void>;
  /** It is of the framework's state: a page without a framework has none. */
  readonly inState?: true;
}

const LARGE = 'ticker-widget.large';
const LIST = '.list ticker-widget';
const FOLLOWED = 'ticker-widget.followed';
/** Tags of the page as it begins. */
const ALL = 1 + SYMBOLS.length;

/** In this order: each begins with the page that the one before has left. */
export const TRADING_PAGE: readonly Check[] = [
  {
    name: 'values tick, in the mode that the page allows',
    async run(host, isolated) {
      await host.ticking('ticker-widget', ALL);
      assert.equal(await host.isolated(), isolated);
      assert.equal(await host.mode(), isolated ? 'shared' : 'batched');
    },
  },
  {
    name: "statuschange reaches the component's handler",
    run: (host) => host.until('the status in the page', async () => (await host.text('.status')) === 'live'),
  },
  {
    name: 'signal reaches the handler on its alert',
    run: (host) => host.until('the signal', async () => /^first price: \d+\.\d\d$/.test(await host.text('.signal'))),
  },
  {
    name: 'a symbol chosen in the state arrives at the tag',
    async run(host) {
      const [before] = await host.tags(LARGE);
      await host.choose('symbol', 'ETH-USD');
      await host.until('the other symbol', async () => {
        const [now] = await host.tags(LARGE);
        return now?.symbol === 'ETH-USD' && now.ticks > 0;
      });
      const [after] = await host.tags(LARGE);
      assert.equal(after?.element, before?.element, 'the element is the same');
    },
  },
  {
    name: 'a price read through the binding is in the state, of the symbol that is chosen there',
    inState: true,
    async run(host) {
      await host.until('the price of ETH-USD in the page', async () => {
        const [tag] = await host.tags(LARGE);
        const read = Number(await host.text('.reading'));
        return tag?.symbol === 'ETH-USD' && Math.abs(read / tag.last - 1) < 0.02;
      });
    },
  },
  {
    name: 'indicators chosen in the state arrive at the tag',
    async run(host) {
      for (const chosen of [INDICATORS[2] as string, INDICATORS[1] as string]) {
        const names = chosen.includes(':') ? ['fast', 'slow'] : [chosen];
        await host.choose('indicators', chosen);
        await host.until(`values of ${chosen}`, async () => {
          const { indicators = {} } = (await host.tags(LARGE))[0] ?? {};
          return (
            Object.keys(indicators).join() === names.join() && names.every((name) => !Number.isNaN(indicators[name]))
          );
        });
      }
    },
  },
  {
    name: 'a list with keys that is turned round keeps its elements, their lanes and their workers',
    async run(host) {
      const before = await host.tags(LIST);
      assert.deepEqual(
        before.map(({ symbol }) => symbol),
        SYMBOLS,
      );
      await host.press('button[name="turn"]');
      await host.until('the list turned round', async () => (await host.tags(LIST))[0]?.symbol === SYMBOLS.at(-1));
      const after = (await host.tags(LIST)).toReversed();
      const kept = ({ symbol, element, address, worker }: (typeof after)[number]) => ({
        symbol,
        element,
        address,
        worker,
      });
      assert.deepEqual(after.map(kept), before.map(kept));
      for (const [at, { ticks }] of after.entries()) assert.ok(ticks >= (before[at]?.ticks ?? 0), 'it went on');
    },
  },
  {
    name: 'a tag that is shown on a condition comes, tells valuechange, and leaves with its worker',
    async run(host) {
      const { workers } = host;
      await host.press('input[name="follow"]');
      await host.ticking(FOLLOWED, 1);
      await host.until('a value in the page', async () => /^\d+\.\d\d$/.test(await host.text('.last')));
      const first = await host.text('.last');
      await host.until('another value in the page', async () => (await host.text('.last')) !== first);
      await host.press('input[name="follow"]');
      await host.until('its end', async () => (await host.count(FOLLOWED)) === 0 && host.workers === workers);
    },
  },
  {
    name: 'another route frees every worker and lane; coming back takes as many',
    async run(host) {
      const { workers } = host;
      assert.ok(workers > 1);
      const reach = async () => Math.max(...(await host.tags()).map(({ end }) => end));
      let before = Number.POSITIVE_INFINITY;
      for (let turn = 0; turn < 3; turn++) {
        await host.press('a[href$="#/about"]');
        await host.until(
          'the other route without workers',
          async () => (await host.count('.about')) === 1 && host.workers === 0,
        );
        await host.press('a[href$="#/"]');
        await host.ticking('ticker-widget', ALL);
        await host.until('as many workers as before', async () => host.workers === workers);
        // what was not freed would push later lanes further
        const now = await reach();
        assert.ok(now <= before, `lanes reach to ${now}, before to ${before}`);
        before = now;
      }
    },
  },
  {
    name: 'nothing was said against it',
    async run(host) {
      assert.deepEqual(host.problems, []);
    },
  },
];

import { expect, fixture, html } from '@open-wc/testing';
import { MarketSimulator } from '../../src/feed/simulator.js';
import type { DataFeed, SignalEvent, TickerWidget } from '../../src/index.js';
import { ready } from '../../src/indicators/index.js';
import { nothingLeft, until } from '../elements/page.js';
import { readCapture, startGateway } from '../tools/servers.js';
import { ALERTS, AlertOracle } from './alert-oracle.js';
import { readTicks } from './capture-oracle.js';
import '../../src/index.js';

const CAPTURES = [
  { name: 'coinbase_exchange', format: 'coinbase' },
  { name: 'binance_spot_combined', format: 'binance' },
  { name: 'binance_futures_combined', format: 'binance-futures' },
] as const;

/** A machine that is busy with other things stops everything now and then: ticks pile up, and are merged. */
const TRIES = 8;

const widgetOf = (symbol: string) => html`
  <ticker-widget symbol=${symbol}>
    ${ALERTS.map(({ name, when }) => html`<price-alert name=${name} when=${when}></price-alert>`)}
  </ticker-widget>
`;

/** What fires on each widget of a page, as the oracle writes it. */
function listen(page: Element): Map<string, string[]> {
  const fired = new Map<string, string[]>();
  for (const { symbol } of page.querySelectorAll('ticker-widget')) fired.set(symbol, []);
  page.addEventListener('signal', (event) => {
    const { name, price } = event as SignalEvent;
    const { symbol } = (event.target as Element).closest('ticker-widget') as TickerWidget;
    fired.get(symbol)?.push(`${name} ${price}`);
  });
  return fired;
}

/** What a seeded market's symbol does, and what that makes fire. */
function simulate(symbol: string, seed: number, count: number): AlertOracle {
  const oracle = new AlertOracle();
  const market = new MarketSimulator({ seed, symbols: [symbol] });
  let traded = false;
  const sink = {
    symbol: () => 1,
    trade(_symbol: number, _time: number, price: number) {
      if (!traded) oracle.restart();
      traded = true;
      oracle.step(price);
    },
    quote(_symbol: number, _time: number, bid: number, _bidSize: number, ask: number) {
      if (!traded) oracle.step(0.5 * (bid + ask));
    },
  };
  for (let tick = 0; tick < count; tick++) market.tickInto(sink, 0);
  return oracle;
}

describe('alerts fire exactly as a naive evaluation does', () => {
  before(() => ready);

  for (const { name, format } of CAPTURES) {
    for (const speed of [20, 100_000]) {
      it(`over ${name}, replayed at ${speed} times its pace`, async function () {
        const text = await readCapture(name);
        if (text === null) {
          console.log(`skipped: ${name}.jsonl is not on this machine`);
          this.skip();
        }
        const oracles = new Map<string, AlertOracle>();
        const traded = new Set<string>();
        const ticks = readTicks(text as string);
        for (const { symbol, trade, price, counts } of ticks) {
          const oracle = oracles.get(symbol) ?? new AlertOracle();
          oracles.set(symbol, oracle);
          if (trade && !traded.has(symbol)) {
            traded.add(symbol);
            oracle.restart();
          }
          if (counts && (trade || !traded.has(symbol))) oracle.step(price);
        }
        const gateway = await startGateway({ replay: `../shared/data/replay/${name}.jsonl`, speed });
        const page = await fixture<HTMLElement>(html`
          <data-feed src=${gateway.url} format=${format}>${[...oracles.keys()].map(widgetOf)}</data-feed>
        `);
        const fired = listen(page);
        const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
        const total = () => widgets.reduce((sum, { values }) => sum + values.ticks, 0);
        const expected = ticks.filter(({ counts }) => counts).length;
        await until(() => total() === expected, 'all ticks');
        const counted = [...oracles.values()].reduce((sum, each) => sum + each.fired.length, 0);
        await until(() => [...fired.values()].flat().length >= counted, 'all signals');
        for (const [symbol, oracle] of oracles) expect(fired.get(symbol), symbol).to.deep.equal(oracle.fired);
        for (const { values } of widgets) expect([values.conflated, values.signalsLost]).to.deep.equal([0, 0]);
        page.remove();
        await nothingLeft();
        await gateway.stop();
      });
    }
  }

  it('at 100,000 ticks a second, of which none is merged', async () => {
    const count = 200_000;
    const { fired: expected } = simulate('M', 5, count);
    expect(expected.length).to.be.above(10_000);
    for (let tries = 1; ; tries++) {
      const page = await fixture<HTMLElement>(html`
        <data-feed src=${`sim:rate=100000&seed=5&count=${count}`} stale-after="60000">${widgetOf('M')}</data-feed>
      `);
      const feed = page as DataFeed;
      const fired = listen(page);
      const [widget] = page.querySelectorAll<TickerWidget>('ticker-widget');
      const heard = () => (fired.get('M') as string[]).length;
      await until(() => widget.values.ticks === count, 'all ticks');
      const { conflated, signalsLost } = widget.values;
      expect(feed.stats.conflated).to.equal(conflated);
      if (conflated + signalsLost === 0 || tries === TRIES) {
        expect([conflated, signalsLost]).to.deep.equal([0, 0]);
        await until(() => heard() >= expected.length, 'all signals');
        expect(fired.get('M')).to.deep.equal(expected);
        page.remove();
        return nothingLeft();
      }
      page.remove();
      await nothingLeft();
    }
  }).timeout(100_000);
});

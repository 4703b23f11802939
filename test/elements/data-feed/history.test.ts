import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.js';
import { startGateway } from '../../tools/servers.js';
import { byId, listenToConsole, nothingLeft, until } from '../page.js';

const VENUE = new URL('./venue-codec.ts', import.meta.url).href;
const SECOND = 1000;

describe('history="auto"', () => {
  it("has the venue's own bars before the live ones, without a gap or a double", async () => {
    const console_ = listenToConsole();
    const gateway = await startGateway({ simulate: 2, rate: 50 });
    const page = await fixture(html`<data-feed id="feed" src=${gateway.url} format=${VENUE} history="auto">
      <ticker-widget id="one" symbol="BTC-USD" interval="1s"></ticker-widget>
      <ticker-widget id="two" symbol="ETH-USD" interval="5s" time-zone="Asia/Kolkata"></ticker-widget>
    </data-feed>`);
    const { one, two, feed } = byId(page);
    await until(() => one.bars(1000).length > 400 && two.bars(1000).length > 400, 'history');
    await until(() => one.values.ticks > 0 && two.values.ticks > 0, 'ticks');
    const joined = one.bars(1)[0]?.time as number;
    await until(() => (one.bars(1)[0]?.time as number) >= joined + 2 * SECOND, 'two more bars');
    for (const [widget, interval] of [
      [one, SECOND],
      [two, 5 * SECOND],
    ] as const) {
      const steps = widget.bars(400).map(({ time }, index, all) => time - (all[index - 1]?.time ?? time - interval));
      expect(new Set(steps), widget.symbol).to.deep.equal(new Set([interval]));
    }
    expect(feed.error).to.equal(null);
    expect(console_.lines).to.deep.equal([]);
    page.remove();
    await nothingLeft();
    await gateway.stop();
    console_.restore();
  }).timeout(30_000);

  it('is told of where the format has no bars of its own, and live goes on', async () => {
    const console_ = listenToConsole();
    const gateway = await startGateway({ simulate: 1, rate: 50 });
    const page = await fixture(html`<data-feed id="feed" src=${gateway.url} history="auto">
      <ticker-widget id="one" symbol="BTC-USD" interval="1s"></ticker-widget>
    </data-feed>`);
    const { one } = byId(page);
    const told = 'history of "BTC-USD": the format has no bars of its own: expected a URL as `history`, not "auto"';
    await until(() => console_.lines.some((line) => line.includes(told)) && one.values.ticks > 10, 'the error');
    await until(() => one.bars(5).length > 1, 'live bars');
    page.remove();
    await nothingLeft();
    await gateway.stop();
    console_.restore();
  }).timeout(30_000);
});

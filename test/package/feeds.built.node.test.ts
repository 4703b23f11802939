/** The one file for a script tag, loaded from another origin than the page's: what a feed loads besides, and its transports. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connect } from '@nats-io/transport-node';
import { startGateway } from '../../gateway/server.ts';
import { missing, startNats } from '../feed/transports/brokers.ts';
import {
  ISOLATION,
  krakenFrames,
  PackageBrowser,
  type PackagePage,
  pageMarkup,
  pageScript,
  startSite,
  startVenue,
} from './site.ts';

const PIPES = `export default () => ({
  name: 'pipes',
  subscribe: (symbols) => symbols.map((symbol) => '+' + symbol),
  unsubscribe: (symbols) => symbols.map((symbol) => '-' + symbol),
  decode(frame, sink) {
    const [symbol, price] = frame.split('|');
    sink.trade(sink.symbol(symbol), Date.now(), Number(price), 1, Number.NaN, 0);
  },
});`;

/** What a page has besides: `without` is what the file's origin lacks. */
interface Parts {
  readonly without?: string;
  /** Addresses that it loads first. */
  readonly modules?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
}

describe('dist/cdn/ticklane.js from another origin', () => {
  let browser: PackageBrowser;
  before(async () => {
    browser = await PackageBrowser.start();
  });
  after(() => browser.close());

  /** Opens a page of one origin with the file of another. */
  async function open(
    test: TestContext,
    feed: string,
    symbol: string,
    { without, modules = [], texts = {} }: Parts = {},
  ): Promise<PackagePage> {
    const cdn = await startSite(test, { folder: 'dist/cdn', ...(without !== undefined && { without }) });
    const page = await startSite(test, {
      headers: ISOLATION,
      texts: {
        '/index.html': pageMarkup(feed, symbol),
        '/page.js': pageScript(...modules, `${cdn}ticklane.js`),
        '/codecs/pipes.js': PIPES,
        ...texts,
      },
    });
    assert.notEqual(new URL(page).origin, new URL(cdn).origin);
    return browser.open(test, page);
  }

  it("loads a venue's codec from beside the file, and ticks", async (test) => {
    const venue = await startVenue(test, krakenFrames(50_100.5));
    const page = await open(test, `format="kraken" src="${venue.url}"`, 'BTC/USD');
    const { isolated, problems } = await page.until('a price', ({ last }) => last === 50_100.5);
    assert.equal(isolated, true);
    assert.deepEqual(problems, []);
    const { quote } = await page.until('a quote', ({ quote }) => quote !== null);
    assert.equal(quote?.bid, 50_100);
    assert.equal(quote?.ask, 50_101);
    assert.match(JSON.stringify(venue.seen().messages), /subscribe.*BTC\/USD/);
  });

  it('fails, and says of which codec, where codecs/ was not copied along', async (test) => {
    const venue = await startVenue(test, krakenFrames(1));
    const page = await open(test, `format="kraken" src="${venue.url}"`, 'BTC/USD', { without: '/codecs/' });
    const { problems } = await page.until('the failure', ({ status }) => status === 'failed');
    assert.match(problems.join(), /format "kraken": its module does not load: .*\/codecs\/kraken\.js/);
    assert.equal(venue.seen().connections, 0);
  });

  it("takes a codec of the page's own by its address", async (test) => {
    const server = await startVenue(test, ['ACME|101.25']);
    const page = await open(test, `format="./codecs/pipes.js" src="${server.url}"`, 'ACME');
    await page.until('a price', ({ last }) => last === 101.25);
    assert.deepEqual(server.seen().messages, ['+ACME']);
  });

  for (const [name, path, more] of [
    ['server-sent events', '/sse?symbols={symbols}', ''],
    ['lines of JSON over HTTP', '/stream?symbols={symbols}', ''],
    ['binary frames over HTTP', '/stream?symbols={symbols}&amp;format=binary', 'format="binary"'],
    ['binary frames of a WebSocket', '/ws', 'format="binary"'],
  ] as const) {
    it(`takes ${name} from the gateway`, async (test) => {
      const gateway = await startGateway({ host: '127.0.0.1', port: 0, simulate: 5, rate: 200, seed: 3 });
      test.after(() => gateway.close());
      const url = new URL(gateway.url);
      const scheme = path === '/ws' ? 'ws:' : 'http:';
      const page = await open(test, `src="${scheme}//${url.host}${path}" ${more}`, 'BTC-USD');
      const { problems } = await page.until('ticks', ({ status, last }) => status === 'live' && Number.isFinite(last));
      assert.deepEqual(problems, []);
    });
  }

  it("takes NATS with the package's module beside it", { skip: missing('nats-server') }, async (test) => {
    const broker = await startNats(test);
    const modules = await startSite(test, { folder: 'dist/inline' });
    const feed = `src="nats+ws://127.0.0.1:${broker.webSocket}"`;
    const page = await open(test, feed, 'ACME', { modules: [`${modules}transports/nats.js`] });
    const publisher = await connect({ servers: `127.0.0.1:${broker.port}` });
    test.after(() => publisher.close());
    // what is published before somebody has subscribed reaches nobody
    await page.until('a price', ({ last }) => {
      publisher.publish('ticks.ACME', JSON.stringify({ symbol: 'ACME', price: 12.5, size: 1, time: Date.now() }));
      return last === 12.5;
    });
  });

  it("has its market table read by a worker of the page's own, without a bundler", async (test) => {
    const modules = await startSite(test, { folder: 'dist/inline' });
    const venue = await startVenue(test, krakenFrames(50_100.5));
    const reader = `import { MarketTable } from '${modules}reader.js';
      addEventListener('message', ({ data }) => postMessage(MarketTable.open(data).quote('BTC/USD').bid));`;
    const page = await open(test, `format="kraken" src="${venue.url}"`, 'BTC/USD', { texts: { '/mine.js': reader } });
    await page.until('a price', ({ last }) => last === 50_100.5);
    const bid = await page.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker('/mine.js', { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(document.querySelector('data-feed').marketTable());
    })`);
    assert.equal(bid, 50_100);
  });
});

import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { DataFeed, FeedErrorEvent, StatusChangeEvent, TickerWidget } from '../../src/index.js';
import { listenToConsole, nothingLeft, trades, until } from '../elements/page.js';
import { type Script, type ScriptFrame, startGateway, startScript } from '../tools/servers.js';
import '../../src/index.js';

const trade = (fields: object) =>
  JSON.stringify([{ type: 'trade', symbol: 'A', price: 1, size: 1, time: Date.now(), ...fields }]);

/** A binary frame of the gateway's format with one record, changed by `change`. */
function binaryFrame(change: (view: DataView) => ArrayBuffer | undefined): ScriptFrame {
  const view = new DataView(new ArrayBuffer(16 + 56));
  [0x54, 0x4c, 0x46, 0x31].forEach((byte, index) => {
    view.setUint8(index, byte);
  });
  view.setUint16(4, 56, true);
  view.setUint16(6, 1, true);
  view.setFloat64(16, Date.now(), true);
  view.setFloat64(24, 5, true);
  view.setFloat64(32, 1, true);
  view.setUint32(64, 1, true);
  view.setUint8(68, 1);
  const bytes = new Uint8Array(change(view) ?? view.buffer);
  return { base64: btoa(String.fromCharCode(...bytes)) };
}
const ACKNOWLEDGED = JSON.stringify({ type: 'subscribed', symbols: { A: 1 } });

interface Case {
  readonly name: string;
  /** What the source sends before a good trade at 42. */
  readonly frames: readonly ScriptFrame[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly error: RegExp;
  /** The good trade, as this format writes it. */
  readonly good?: ScriptFrame;
}

const goodBinary = binaryFrame((view) => {
  view.setFloat64(24, 42, true);
  return undefined;
});

const CASES: readonly Case[] = [
  { name: 'malformed JSON', frames: ['[{"type":"trade", oops'], error: /JSON/i },
  { name: 'a price of letters', frames: [trade({ price: 'abc' })], error: /A rejected.*price NaN/ },
  { name: 'a price that is infinite', frames: [trade({ price: '1e999' })], error: /A rejected.*price Infinity/ },
  { name: 'a negative size', frames: [trade({ size: -1 })], error: /A rejected.*size -1/ },
  {
    name: 'a field that is mapped and missing',
    attributes: { map: 'symbol:s price:last size:q' },
    frames: ['{"s":"A","p":1,"q":1}'],
    error: /last/,
    good: '{"s":"A","last":42,"q":1}',
  },
  {
    name: 'a binary frame that is cut short',
    attributes: { format: 'binary' },
    frames: [ACKNOWLEDGED, binaryFrame((view) => view.buffer.slice(0, 40) as ArrayBuffer)],
    error: /bytes|short/,
    good: goodBinary,
  },
  {
    name: 'a binary frame with a wrong magic',
    attributes: { format: 'binary' },
    frames: [
      ACKNOWLEDGED,
      binaryFrame((view) => {
        view.setUint8(0, 0x58);
        return undefined;
      }),
    ],
    error: /magic|TLF1/,
    good: goodBinary,
  },
];

/** A feed with a widget on A, and everything that the feed complained of. */
async function createPage(attributes: Readonly<Record<string, string>>) {
  const page = await fixture<HTMLElement>(html`<section></section>`);
  const feed = document.createElement('data-feed');
  for (const [name, value] of Object.entries(attributes)) feed.setAttribute(name, value);
  const errors: string[] = [];
  feed.addEventListener('feederror', (event) => errors.push((event as FeedErrorEvent).message));
  const widget = document.createElement('ticker-widget');
  widget.symbol = 'A';
  page.append(feed, widget);
  return { page, feed: feed as DataFeed, widget: widget as TickerWidget, errors };
}

describe('bad input', () => {
  for (const { name, frames, attributes = {}, error, good = trade({ price: 42 }) } of CASES) {
    it(`${name}: reported once on the feed and in the console, and ticks go on`, async () => {
      const console = listenToConsole();
      const script: Script = { frames: [...frames, good], after: 'message' };
      const server = await startScript(script);
      const { page, feed, widget, errors } = await createPage({ src: server.url, ...attributes });
      await until(() => widget.values.last === 42 && errors.length > 0, 'the good trade and the report');
      console.restore();
      expect(errors).to.have.length(1);
      expect(errors[0]).to.match(error);
      expect(console.lines.filter((line) => error.test(line))).to.have.length(1);
      expect(feed.stats.rejected).to.equal(1);
      expect(feed.status).to.equal('live');
      page.remove();
      await nothingLeft();
      await server.stop();
    });
  }

  it('a source that floods with nonsense is reported once a second, not once a message', async () => {
    const console = listenToConsole();
    const server = await startScript({
      frames: [...Array<string>(500).fill('nonsense'), trade({ price: 42 })],
      after: 'message',
    });
    const { page, feed, widget, errors } = await createPage({ src: server.url });
    await until(() => widget.values.last === 42 && errors.length > 0, 'the good trade and the report');
    console.restore();
    expect(errors).to.have.length(1);
    expect(feed.stats.rejected).to.equal(500);
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  for (const [name, attributes, error] of [
    ['a scheme that nobody knows', { src: 'gopher://example.test/ticks' }, /no transport for gopher:.*ws:/],
    ['a src that is no URL', { src: 'ticks' }, /src|scheme|transport/],
    ['an unknown format', { src: 'sim:rate=1', format: 'jsno' }, /unknown format "jsno".*did you mean "json"/],
    ['an unknown transport', { src: 'sim:rate=1', transport: 'websockets' }, /transport.*websockets/],
    ['a map with a mistake', { src: 'ws://127.0.0.1:9/', map: 'symbol=s' }, /map/],
    ['a simulator option out of range', { src: 'sim:rate=-1' }, /rate/],
  ] as const) {
    it(`${name}: the feed fails and says why`, async () => {
      const console = listenToConsole();
      const { page, feed, errors } = await createPage(attributes);
      await until(() => feed.status === 'failed', 'the failure');
      console.restore();
      expect(errors[0]).to.match(error);
      expect(feed.error?.message).to.match(error);
      page.remove();
      await nothingLeft();
    });
  }

  it('a server that nobody runs: reported with its address, and tried again', async () => {
    const console = listenToConsole();
    const first = await startScript({ frames: trades('A', 1) });
    const { url } = first;
    await first.stop();
    const { page, feed, errors } = await createPage({ src: url });
    await until(() => feed.status === 'reconnecting', 'the loss');
    await until(() => errors.length > 0, 'the report');
    console.restore();
    expect(errors[0])
      .to.contain(url)
      .and.to.match(/trying again/);
    page.remove();
    await nothingLeft();
  });

  it('a sub-protocol that no header may carry: reported by its place', async () => {
    const console = listenToConsole();
    const { page, errors } = await createPage({ src: 'ws://127.0.0.1:9/', protocols: 'no/slash' });
    await until(() => errors.length > 0, 'the report');
    console.restore();
    expect(errors[0]).to.contain('sub-protocol 1');
    page.remove();
    await nothingLeft();
  });

  it('a sub-protocol that the server refuses: reported', async () => {
    const console = listenToConsole();
    const server = await startScript({ protocol: false });
    const { page, errors } = await createPage({ src: server.url, protocols: 'ticks.v9' });
    await until(() => errors.length > 0, 'the report');
    console.restore();
    expect(errors[0]).to.contain('accepts none of the sub-protocols');
    page.remove();
    await nothingLeft();
    await server.stop();
  });

  it('a symbol that the source does not have: its error comes through, other symbols tick', async () => {
    const console = listenToConsole();
    const gateway = await startGateway({ simulate: 1, rate: 100, strict: true });
    const { page, widget, errors } = await createPage({ src: gateway.url });
    const known = document.createElement('ticker-widget');
    known.symbol = 'BTC-USD';
    page.append(known);
    await until(() => (known as TickerWidget).values.ticks > 0 && errors.length > 0, 'ticks and the error');
    console.restore();
    expect(errors.join()).to.contain('A');
    expect(widget.matches(':state(waiting)')).to.equal(true);
    page.remove();
    await nothingLeft();
    await gateway.stop();
  });

  it('a connection that is cut comes back, and counts', async () => {
    const console = listenToConsole();
    const server = await startScript({ frames: trades('A', 7), after: 'message' });
    const { page, feed, widget } = await createPage({ src: server.url });
    await until(() => widget.values.last === 7, 'the first trade');
    const lost = oneEvent<StatusChangeEvent>(feed, 'statuschange');
    await server.drop();
    expect((await lost).status).to.equal('reconnecting');
    await until(() => feed.status === 'live' && feed.stats.reconnects >= 1, 'the return');
    await until(() => feed.stats.doubles === 1, 'the same tick again');
    await server.send(...trades('A', 8));
    await until(() => widget.values.last === 8, 'a tick again');
    expect(widget.values.ticks).to.equal(2);
    console.restore();
    page.remove();
    await nothingLeft();
    await server.stop();
  });
});

import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import '../../src/index.js';
import type { DataFeed, PerformanceMonitor, PriceAlert, TickerBoard, TickerWidget } from '../../src/index.js';
import { listenToConsole, nothingLeft, until } from '../elements/page.js';
import { startScript } from '../tools/servers.js';

const CODEC = new URL('./hostile-codec.ts', import.meta.url).href;

/** Texts that would do something if they were read as markup, as a name of an object, or as a direction of text. */
const MARKUP = [
  '<img src=x onerror="globalThis.injected = 1">',
  '"><script>globalThis.injected = 1</script>',
  "' onfocus='globalThis.injected = 1' autofocus x='",
  '</style><style>*{display:none}</style>',
  '<x-evil data-evil="1"></x-evil>',
  'javascript:globalThis.injected=1',
  '{{constructor.constructor("globalThis.injected = 1")()}}',
  '<!-- lit$ ?lit$ -->',
];
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'];
const CONTROLS = ['\u0000', '\u202e', '\u2066', '\u200f', '\u2028', '\u0007', '\ud800'];

const piece = fc.oneof(
  fc.constantFrom(...MARKUP),
  fc.constantFrom(...NAMES),
  fc.constantFrom(...CONTROLS),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const short = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const text = fc.oneof(
  short,
  fc.tuple(short, fc.constant(200_000)).map(([start, more]) => start.padEnd(more, '<b>')),
);
const number = fc.constantFrom(null, -1, 0, 1e308, 5e-324, 1e21, '<b>1</b>', '__proto__', {}, [7]);
const record = fc.record({
  name: text,
  currency: text,
  timeZone: text,
  session: text,
  kind: text,
  tickSize: number,
  precision: number,
  previousClose: number,
});
const round = fc.record({
  symbol: short,
  alert: short,
  id: short,
  said: fc.array(text, { maxLength: 4 }),
  record,
  price: number,
});

/** Every element below a node, those in shadow roots too. */
function* elements(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* elements(element.shadowRoot);
  }
}

describe('hostile texts', () => {
  it('of symbols, names, errors, records and codecs stay texts, in every element', async () => {
    const seed = Date.now() & 0x7fffffff;
    console.log(`    seed ${seed}`);
    const rounds = fc.sample(round, { seed, numRuns: 20 });
    const before = Object.getOwnPropertyNames(Object.prototype);
    const said = listenToConsole();
    const heard: string[] = [];
    const server = await startScript({ frames: ['[]'], after: 'message' });
    const feed = document.createElement('data-feed') as DataFeed;
    Object.assign(feed, { src: server.url, format: CODEC });
    for (const type of ['feederror', 'feedgap'] as const) {
      feed.addEventListener(type, (event) => {
        const { message, reason, symbol = '' } = event as unknown as Record<string, string>;
        heard.push((message ?? reason) as string);
        expect(symbol.length).to.be.at.most(256);
      });
    }
    const widget = document.createElement('ticker-widget') as TickerWidget;
    const board = document.createElement('ticker-board') as TickerBoard;
    const alert = document.createElement('price-alert') as PriceAlert;
    const monitor = document.createElement('performance-monitor') as PerformanceMonitor;
    const last = document.createElement('ticker-widget') as TickerWidget;
    last.symbol = 'LAST';
    widget.append(alert);
    feed.append(widget, board, monitor, last);
    const page = document.createElement('div');
    page.append(feed);
    document.body.append(page);
    await until(() => feed.stats.messages > 0, 'a connection');

    for (const [index, { symbol, alert: name, id, said: words, record: told, price }] of rounds.entries()) {
      Object.assign(widget, {
        symbol,
        indicators: words[0]?.slice(0, 300) ?? '',
        currency: name,
        locale: id,
        timeZone: name,
      });
      Object.assign(alert, { name, when: words[1]?.slice(0, 300) ?? 'price > 0' });
      Object.assign(board, {
        symbols: [symbol, name, 'LAST'],
        columns: ['symbol', 'last', name],
        label: name,
        filter: '',
      });
      feed.id = id;
      const calls: unknown[] = words.flatMap((one) => [
        ['failed', one],
        ['rejected', one, one],
        ['lost', one, one],
        ['gap', one, 1, 2],
      ]);
      calls.push(
        ['instrument', { ...told, symbol }],
        ['instrument', { ...told, symbol: 'LAST', tickSize: null, precision: null }],
      );
      calls.push(['trade', symbol, price], ['trade', symbol, 1], ['trade', 'LAST', index + 1]);
      // as JSON has it: an own property of that name
      const frame = JSON.stringify(calls).replaceAll('"session":', '"__proto__":{"polluted":1},"session":');
      await server.send(frame);
      await until(() => feed.quote('LAST')?.last === index + 1, `round ${index}`).catch(() => {
        said.restore();
        throw new Error(
          JSON.stringify([
            feed.status,
            feed.stats,
            heard.map((x) => x.slice(0, 150)).slice(-12),
            feed.quote('LAST'),
            last.values,
          ]),
        );
      });
      await Promise.all([widget, board, alert, monitor].map((element) => element.updateComplete));
      await new Promise(requestAnimationFrame);

      const all = [...elements(page)];
      const odd = all.filter((one) => one.matches('img, script, style, iframe, object, link, x-evil'));
      expect(odd.map((one) => one.outerHTML.slice(0, 200))).to.deep.equal([]);
      const attributes = all.flatMap((one) => one.getAttributeNames());
      expect(attributes.filter((one) => /^on|evil|autofocus/.test(one))).to.deep.equal([]);
      const label = widget.shadowRoot?.querySelector('[part=label]') as HTMLElement;
      expect(label.textContent).to.equal(symbol);
      // whatever turns the direction of its text ends with it
      expect(getComputedStyle(label).unicodeBidi).to.match(/isolate|plaintext/);
      const cell = board.shadowRoot?.querySelector('.row .symbol span, .row .symbol') as HTMLElement | null;
      if (cell) expect(getComputedStyle(cell).unicodeBidi).to.match(/isolate|plaintext/);
    }

    expect((globalThis as { injected?: unknown }).injected).to.equal(undefined);
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
    expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(before);
    expect(heard).to.not.have.lengthOf(0);
    for (const words of heard) {
      expect(words.length).to.be.at.most(1100);
      expect(words).to.not.match(/[\p{Cc}\p{Cf}\u2028]/u);
    }
    said.restore();
    for (const line of said.lines) expect(line.length).to.be.at.most(2500);
    expect(said.lines.length).to.be.at.most(700);
    page.remove();
    await nothingLeft();
    await server.stop();
  }).timeout(60_000);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { HistoryLoader } from '../../src/feed/history-loader.js';
import { absoluteTemplate, fetchPage, historyUrl, pause } from '../../src/feed/history-request.js';
import { simulatedBars } from '../../src/feed/simulated-bars.js';

const REQUEST = { symbol: 'BTC/USD', interval: '1m', limit: 2 };
const VALUES = { ...REQUEST, before: 1_700_000_220_000 };
const ROWS = [0, 1, 2].map((minute) => [1_700_000_040 + 60 * minute, 2, 4, 1, 3, 5]);

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that gives these answers, the last one again and again; `asked` are the paths it was asked for. */
async function serve(test: TestContext, ...answers: readonly Answer[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked.push(request.url ?? ''), answers.length) - 1];
    answer?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, origin, template: `${origin}/h?s={symbol}&i={interval}&l={limit}` };
}

const rows: Answer = (response) => response.end(JSON.stringify(ROWS));
const refuse =
  (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
const silence: Answer = () => {};

const never = () => new AbortController().signal;

/** One page, by a template. */
const fetchHistory = (template: string, { symbol }: typeof REQUEST, signal: AbortSignal, patience?: number) =>
  fetchPage(historyUrl(template, VALUES), symbol, signal, undefined, patience);

describe('the template of a request', () => {
  it('is filled in, percent-encoded', () => {
    assert.equal(
      historyUrl('https://a.test/{symbol}?{interval}-{limit}-{symbol}-{before}', { ...VALUES, symbol: 'A&B=/ü' }),
      'https://a.test/A%26B%3D%2F%C3%BC?1m-2-A%26B%3D%2F%C3%BC-1700000220000',
    );
  });

  it('has no other placeholders', () => {
    assert.throws(
      () => historyUrl('https://a.test/{simbol}', VALUES),
      /unknown placeholder of history "simbol" \(did you mean "symbol"\?\)/,
    );
    assert.throws(() => historyUrl('https://a.test/{}', VALUES), /known are symbol, interval, limit, before/);
  });

  it('becomes absolute with its placeholders, wherever they stand', () => {
    const base = 'https://page.test/demo/index.html';
    assert.equal(
      absoluteTemplate('/history/{symbol}/{interval}?l={limit}', base),
      'https://page.test/history/{symbol}/{interval}?l={limit}',
    );
    assert.equal(absoluteTemplate('bars?s={symbol}', base), 'https://page.test/demo/bars?s={symbol}');
    assert.equal(absoluteTemplate('https://{symbol}.a.test/', base), 'https://{symbol}.a.test/');
    assert.equal(absoluteTemplate('sim:', base), 'sim:');
    assert.throws(() => absoluteTemplate('https://', base), TypeError);
  });
});

describe('a request for bars', () => {
  it('brings all that the answer holds', async (test) => {
    const { template, asked } = await serve(test, rows);
    const { bars, rejected } = await fetchHistory(template, REQUEST, never());
    assert.deepEqual(asked, ['/h?s=BTC%2FUSD&i=1m&l=2']);
    assert.deepEqual(
      bars.map(({ time }) => time),
      [1_700_000_040_000, 1_700_000_100_000, 1_700_000_160_000],
    );
    assert.equal(rejected, 0);
  });

  it('is asked again twice where the server is busy, when it says', async (test) => {
    for (const headers of [{ 'Retry-After': '0' }, { 'Retry-After': new Date(0).toUTCString() }]) {
      const busy = refuse(429, 'slow down', headers);
      const { template, asked } = await serve(test, busy, busy, rows);
      assert.equal((await fetchHistory(template, REQUEST, never())).bars.length, 3);
      assert.equal(asked.length, 3);
    }
  });

  it('is asked again twice where the server fails, a little later and later still', async (test) => {
    const at: number[] = [];
    const timed =
      (answer: Answer): Answer =>
      (response, request) => {
        at.push(performance.now());
        answer(response, request);
      };
    const { template } = await serve(test, timed(refuse(503)), timed(refuse(503)), timed(rows));
    assert.equal((await fetchHistory(template, REQUEST, never())).bars.length, 3);
    const [first = 0, second = 0, third = 0] = at;
    assert.ok(second - first >= 499, `${second - first} ms`);
    assert.ok(third - second >= 999, `${third - second} ms`);
  });

  it('is not asked a fourth time, nor where it would be too late or no use', async (test) => {
    const soon = { 'Retry-After': '0' };
    for (const [answer, times, expected] of [
      [refuse(500, 'broken', soon), 3, /HTTP 500 Internal Server Error broken/],
      [refuse(429, '', { 'Retry-After': '3600' }), 1, /HTTP 429 Too Many Requests/],
      [refuse(503, '', { 'Retry-After': 'later' }), 1, /HTTP 503/],
      [refuse(404, '{"error":"unknown symbol"}'), 1, /HTTP 404 Not Found \{"error":"unknown symbol"\}/],
    ] as const) {
      const { template, asked, origin } = await serve(test, answer);
      await assert.rejects(fetchHistory(template, REQUEST, never()), (error: Error) => {
        assert.match(error.message, expected);
        assert.ok(error.message.startsWith(`history of "BTC/USD" from ${origin}/h: `), 'without the query');
        return true;
      });
      assert.equal(asked.length, times);
    }
  });

  it('says what came instead of bars', async (test) => {
    const page = refuse(200, '<!doctype html>', { 'Content-Type': 'text/html' });
    for (const [answer, expected] of [
      [page, /expected JSON, not text\/html that begins <!doctype html>/],
      [refuse(200, '[[1,'), /expected JSON, not null that begins \[\[1,/],
      [refuse(204), /expected JSON/],
      [refuse(200, '{"code":-1121}'), /no bars in \{"code":-1121\}: expected \[\[time, open/],
      [refuse(200, '['.repeat(1_000_000)), /expected JSON/],
      [refuse(200, `${'['.repeat(200_000)}${']'.repeat(200_000)}`), /^$|expected JSON/],
    ] as const) {
      const { template } = await serve(test, answer);
      // nested rows are no bars, each rejected alone, in engines that read them
      await fetchHistory(template, REQUEST, never()).then(
        ({ bars }) => assert.equal(bars.length, 0),
        (error: Error) => assert.match(error.message, expected),
      );
    }
  });

  it('gives an endless answer up', async (test) => {
    let sent = 0;
    const block = Buffer.alloc(1 << 20, '[1],');
    const { template } = await serve(test, (response) => {
      const send = () => {
        while (!response.destroyed && sent++ < 1000 && response.write(block));
      };
      response.on('drain', send);
      response.write('[');
      send();
    });
    await assert.rejects(fetchHistory(template, REQUEST, never()), /an answer above 16 MB: ask for fewer bars/);
    assert.ok(sent < 200, `${sent} MB were sent`);
  });

  it('gives a silent server up, before and in the middle of its answer', async (test) => {
    const { template } = await serve(test, silence, (response) => response.write('[['));
    for (const _ of [1, 2]) {
      await assert.rejects(fetchHistory(template, REQUEST, never(), 50), /no answer within 0.05 s/);
    }
  });

  it('counts the wait for a busy server in', async (test) => {
    const { template } = await serve(test, refuse(503, '', { 'Retry-After': '0' }), silence);
    await assert.rejects(fetchHistory(template, REQUEST, never(), 100), /no answer within 0.1 s/);
  });

  it('tells of a server that is not there', async (test) => {
    const { template, origin } = await serve(test, rows);
    const gone = template.replace(origin, 'http://127.0.0.1:9');
    await assert.rejects(fetchHistory(gone, REQUEST, never()), /cannot be fetched \(.+\): is it up, and does/);
  });

  it('is given up when the feed disconnects, in every stage', async (test) => {
    const busy = refuse(503, '', { 'Retry-After': '5' });
    for (const answer of [silence, busy, (response: ServerResponse) => response.write('[[')]) {
      const gone = new AbortController();
      const { template } = await serve(test, (response, request) => {
        answer(response, request);
        setImmediate(() => gone.abort());
      });
      await assert.rejects(fetchHistory(template, REQUEST, gone.signal), /given up, as the feed disconnected/);
      await assert.rejects(fetchHistory(template, REQUEST, gone.signal), /given up/);
    }
  });
});

describe('a pause between two requests', () => {
  it('ends when its time is over, or at once when the signal gives up, before it or within it', async () => {
    await pause(1, never());
    const gone = new AbortController();
    const waiting = pause(3_600_000, gone.signal);
    gone.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(pause(3_600_000, gone.signal), /enough/);
  });
});

describe('a loader of bars', () => {
  it('asks for six symbols at a time, and for all in the end', async (test) => {
    const open: ServerResponse[] = [];
    let most = 0;
    const { template, asked } = await serve(test, (response) => {
      most = Math.max(most, open.push(response));
      // the others have been sent, if ever
      if (asked.length >= 6) setImmediate(() => open.shift()?.end(JSON.stringify(ROWS)));
      if (asked.length === 20) for (const rest of open.splice(0)) rest.end(JSON.stringify(ROWS));
    });
    const loader = new HistoryLoader(template, 'ws://a.test');
    const symbols = Array.from({ length: 20 }, (_, index) => `S${index}`);
    const all = await Promise.all(symbols.map((symbol) => loader.load({ ...REQUEST, symbol })));
    assert.ok(all.every(({ bars }) => bars.length === 2));
    assert.deepEqual(asked.map((path) => /s=(\w+)/.exec(path)?.[1]).sort(), symbols.sort());
    assert.equal(most, 6);
  });

  it('gives all up when it is closed, those that wait too', async (test) => {
    const loader = new HistoryLoader('', '');
    assert.equal(loader.closed, false);
    const { template, asked } = await serve(test, () => asked.length === 6 && queueMicrotask(() => busy.close()));
    const busy = new HistoryLoader(template, '');
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => busy.load(REQUEST)));
    assert.ok(all.every(({ status }) => status === 'rejected'));
    assert.equal(asked.length, 6);
    assert.equal(busy.closed, true);
    await assert.rejects(busy.load(REQUEST), /given up/);
  });

  it('goes on after a failure', async (test) => {
    const { template } = await serve(test, refuse(404), rows);
    const loader = new HistoryLoader(template, '');
    await assert.rejects(loader.load(REQUEST), /404/);
    assert.equal((await loader.load(REQUEST)).bars.length, 2);
  });

  it("makes the simulator's past itself, the same for the seed of its source", async () => {
    const load = (template: string, src: string, interval = '1m') =>
      new HistoryLoader(template, src).load({ symbol: 'BTC-USD', interval, limit: 100 });
    const closes = async (template: string, src: string) => (await load(template, src)).bars.map(({ close }) => close);
    const [one] = await Promise.all([load('sim:', 'sim:seed=7')]);
    assert.equal(one.bars.length, 100);
    assert.equal(one.rejected, 0);
    assert.equal(one.bars.at(-1)?.close, 64_000);
    assert.notDeepEqual(await closes('sim:', 'sim:seed=7'), await closes('sim:', 'sim:seed=8'));
    assert.equal((await closes('sim:seed=7', 'wss://a.test')).length, 100);
    await assert.rejects(load('sim:', 'sim:', 'tick'), /interval "tick"/);
    assert.throws(() => new HistoryLoader('sim:sed=7', 'wss://a.test'), /did you mean "seed"/);
  });
});

describe("a simulated symbol's past", () => {
  const END = 1_700_000_012_345;

  it('arrives at the price that it begins with, each bar where the one before ended', () => {
    for (const [symbol, price] of [
      ['BTC-USD', 64_000],
      ['XRP-USD', 0.58],
      ['AAPL', 210],
    ] as const) {
      const bars = simulatedBars(symbol, 1, 60_000, 500, END);
      assert.equal(bars.at(-1)?.close, price);
      assert.equal(bars.at(-1)?.time, Math.floor(END / 60_000) * 60_000);
      bars.forEach(({ time, open, high, low, close, volume }, index) => {
        assert.equal(time, (bars[0]?.time ?? 0) + index * 60_000);
        assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close) && low > 0 && volume >= 0);
        if (index > 0) assert.equal(open, bars[index - 1]?.close);
      });
      assert.ok(new Set(bars.map(({ close }) => close)).size > 50, 'it moves');
    }
  });

  it('is the same whenever it is asked for, and on bars of any interval', () => {
    const bars = simulatedBars('ETH-USD', 3, 60_000, 600, END);
    assert.deepEqual(simulatedBars('ETH-USD', 3, 60_000, 600, END), bars);
    assert.deepEqual(simulatedBars('ETH-USD', 3, 60_000, 10, END), bars.slice(-10));
    assert.notDeepEqual(simulatedBars('ETH-USD', 4, 60_000, 600, END), bars);
    const opens = new Map(bars.map(({ time, open }) => [time, open]));
    for (const { time, open } of simulatedBars('ETH-USD', 3, 300_000, 100, END)) assert.equal(opens.get(time), open);
  });

  it('may arrive at another price, and stays above zero for decades', () => {
    assert.equal(simulatedBars('AAPL', 1, 60_000, 5, END, 99.99).at(-1)?.close, 99.99);
    const years = simulatedBars('DOGE-USD', 1, 86_400_000, 5000, END);
    assert.ok(
      years.every(({ low, high }) => low > 0.01 && high < 2),
      'and stays in sight of where it ends',
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HistoryLoader } from '../../src/feed/history-loader.js';
import type { Bar } from '../../src/market/bar.js';
import { seed } from './codecs/seed.js';
import { barAt, barsFrom, MINUTE, pageOf, serveBars, T0 } from './history-server.js';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REQUEST = { symbol: 'BTC-USD', interval: '1m', limit: 250 };
const refuse = (response: { writeHead(status: number): { end(): void } }, status: number) =>
  void response.writeHead(status).end();

describe('history of several pages', () => {
  it('is fetched newest first until there is enough', async (test) => {
    const bars = barsFrom(0, 1000);
    const { template, asked } = await serveBars(test, (one) => pageOf(bars, one, 100));
    const { problems, ...loaded } = await new HistoryLoader(template, '').load(REQUEST);
    assert.deepEqual(loaded, { bars: bars.slice(-250), rejected: 0, moved: 0 });
    assert.deepEqual(problems, []);
    assert.equal(asked.length, 3);
    assert.equal(asked[0]?.limit, 250);
    const first = asked[0]?.before as number;
    assert.ok(first % MINUTE === 0 && first > Date.now() && first <= Date.now() + MINUTE, 'the forming bar is in');
    assert.deepEqual(
      asked.slice(1).map(({ before, limit }) => [before, limit]),
      [
        [barAt(900).time, 151],
        [barAt(800).time, 51],
      ],
    );
  });

  it('ends where the source has no more', async (test) => {
    const bars = barsFrom(0, 130);
    const { template, asked } = await serveBars(test, (one) => pageOf(bars, one, 50));
    const loaded = await new HistoryLoader(template, '').load(REQUEST);
    assert.deepEqual(loaded.bars, bars);
    assert.deepEqual(loaded.problems, []);
    assert.equal(asked.length, 4, 'the last page is empty');
  });

  it('comes as one page from a template that cannot ask for others', async (test) => {
    const bars = barsFrom(0, 130);
    const { single, asked } = await serveBars(test, (one) => pageOf(bars, one, 50));
    assert.deepEqual((await new HistoryLoader(single, '').load(REQUEST)).bars, bars.slice(-50));
    assert.equal(asked.length, 1);
  });

  it('has each bar once where the server repeats the row at the edge, or rows of other pages', async (test) => {
    const bars = barsFrom(0, 300);
    for (const overlap of [1, 7]) {
      const { template } = await serveBars(test, ({ before, limit }, count) =>
        bars
          .filter(({ time }) => count === 1 || time < before + overlap * MINUTE)
          .slice(-Math.min(limit + overlap, 50)),
      );
      const loaded = await new HistoryLoader(template, '').load(REQUEST);
      assert.deepEqual(loaded.bars, bars.slice(-250));
    }
  });

  it('ends where a server answers the same page again and again', async (test) => {
    const { template, asked } = await serveBars(test, () => barsFrom(0, 20));
    assert.deepEqual((await new HistoryLoader(template, '').load(REQUEST)).bars, barsFrom(0, 20));
    assert.equal(asked.length, 2);
  });

  it('ends after a hundred pages of a server that never ends, and says so', async (test) => {
    const { template, asked } = await serveBars(test, (_, count) => [barAt(1000 - count)]);
    const { bars, problems } = await new HistoryLoader(template, '').load(REQUEST);
    assert.equal(asked.length, 100);
    assert.deepEqual(bars, barsFrom(900, 1000));
    assert.match(
      problems.join(),
      /^history of "BTC-USD": 100 of 250 bars after 100 pages, 100 rows and \d+ s: no more are asked for$/,
    );
  });

  it('ends after a million rows that are never enough', { timeout: 60_000 }, async (test) => {
    // rows of a millisecond, newest page first: a page is much and brings no bar
    const { template, asked } = await serveBars(test, (_, count) =>
      Array.from({ length: 150_000 }, (_, index) => [T0 + 10 * MINUTE * 60 - count * 150_000 + index, 1, 1, 1, 1, 1]),
    );
    const { bars, problems } = await new HistoryLoader(template, '').load(REQUEST);
    assert.equal(asked.length, 7);
    assert.ok(bars.length < 20);
    assert.match(problems.join(), /bars after 7 pages, 1050000 rows and/);
  });

  it('keeps what came before a page that fails, and tells of that', async (test) => {
    const bars = barsFrom(0, 300);
    for (const [status, text, tries] of [
      [404, 'HTTP 404 Not Found', 3],
      [200, 'expected JSON', 3],
    ] as const) {
      const { template, asked } = await serveBars(test, (one, count, response) => {
        if (count < 3) return pageOf(bars, one, 100);
        return refuse(response, status);
      });
      const loaded = await new HistoryLoader(template, '').load(REQUEST);
      assert.deepEqual(loaded.bars, bars.slice(-200));
      assert.equal(asked.length, tries);
      const [problem = ''] = loaded.problems;
      assert.ok(problem.startsWith('history of "BTC-USD" from http://127.0.0.1:'), problem);
      assert.ok(problem.includes(text) && problem.endsWith('; the newest 200 bars are used'), problem);
    }
  });

  it('is an error where the first page fails', async (test) => {
    const { template } = await serveBars(test, (_one, _count, response) => refuse(response, 404));
    await assert.rejects(new HistoryLoader(template, '').load(REQUEST), /HTTP 404 Not Found/);
  });

  it('counts rows that are none on all pages, those of the far future too', async (test) => {
    const bars = barsFrom(0, 300);
    const future = { ...barAt(0), time: Date.now() + 2 * DAY };
    const { template } = await serveBars(test, (one) => [future, ...pageOf(bars, one, 100), null]);
    const loaded = await new HistoryLoader(template, '').load(REQUEST);
    assert.deepEqual(loaded.bars, bars.slice(-250));
    assert.equal(loaded.rejected, 6);
  });

  it('is given up between two pages when the feed disconnects', async (test) => {
    const bars = barsFrom(0, 300);
    const { template, asked } = await serveBars(test, (one, count) => {
      if (count === 2) loader.close();
      else return pageOf(bars, one, 100);
    });
    const loader = new HistoryLoader(template, '');
    await assert.rejects(loader.load(REQUEST), /given up, as the feed disconnected/);
    assert.equal(asked.length, 2);
    assert.equal(loader.closed, true);
  });

  it('is what all pages have, sorted and once, whatever they hold', async (test) => {
    const minute = fc.integer({ min: 0, max: 60 });
    const pages = fc.array(fc.array(fc.tuple(minute, fc.nat({ max: 9 })), { maxLength: 20 }), {
      minLength: 1,
      maxLength: 6,
    });
    let served: Bar[][] = [];
    const { template } = await serveBars(test, (_, count) => {
      at ||= count;
      return served[count - at] ?? [];
    });
    let at = 0;
    const loader = new HistoryLoader(template, '');
    await fc.assert(
      fc.asyncProperty(pages, fc.integer({ min: 1, max: 60 }), async (drawn, limit) => {
        served = drawn.map((page) => page.map(([index, volume]) => ({ ...barAt(index), volume })));
        at = 0;
        // a naive merge: pages in order until there is enough or nothing older, the first row of a time on them counts
        const all = new Map<number, Bar>();
        let oldest = Number.POSITIVE_INFINITY;
        for (const page of served) {
          const rows = new Map(page.map((bar) => [bar.time, bar]));
          for (const [time, bar] of rows) if (!all.has(time)) all.set(time, bar);
          const least = Math.min(oldest, ...rows.keys());
          if (all.size >= limit || least === oldest) break;
          oldest = least;
        }
        const expected = [...all.values()].sort((a, b) => a.time - b.time).slice(-limit);
        assert.deepEqual((await loader.load({ ...REQUEST, limit })).bars, expected);
      }),
      { seed, numRuns: 100 },
    );
  });
});

describe("history of a venue's own", () => {
  it('is paged by what one page may hold', async (test) => {
    const bars = barsFrom(0, 1000);
    const { venue, asked } = await serveBars(test, (one) => pageOf(bars, one));
    const { bars: loaded } = await new HistoryLoader('auto', 'wss://a.test', venue(100, [MINUTE])).load(REQUEST);
    assert.deepEqual(loaded, bars.slice(-250));
    assert.deepEqual(
      asked.map(({ limit }) => limit),
      [100, 100, 51],
    );
    assert.ok(Number.isNaN(asked[0]?.before));
  });

  it('ends where the venue keeps none that are older', async (test) => {
    const bars = barsFrom(0, 1000);
    const { venue, asked } = await serveBars(test, (one) => pageOf(bars, one));
    const source = venue(100, [MINUTE]);
    const loader = new HistoryLoader('auto', '', {
      ...source,
      url: (symbol, interval, limit, before = Number.POSITIVE_INFINITY) =>
        before > barAt(850).time
          ? source.url(symbol, interval, limit, Number.isFinite(before) ? before : undefined)
          : undefined,
    });
    const { bars: loaded, problems } = await loader.load(REQUEST);
    assert.deepEqual(loaded, bars.slice(-200));
    assert.deepEqual(problems, []);
    assert.equal(asked.length, 2);
  });

  it('is brought into shape by the codec', async (test) => {
    const { venue } = await serveBars(test, () => ({ odd: barsFrom(0, 3) }));
    const rows = (answer: unknown) => (answer as { odd: unknown }).odd;
    const loader = new HistoryLoader('auto', '', { ...venue(100, [MINUTE]), rows });
    assert.deepEqual((await loader.load(REQUEST)).bars, barsFrom(0, 3));
  });

  it('is an error where the codec does not understand the answer', async (test) => {
    const { venue } = await serveBars(test, () => ({ odd: 1 }));
    const rows = (answer: unknown) => (answer as { even: { rows: unknown } }).even.rows;
    await assert.rejects(
      new HistoryLoader('auto', '', { ...venue(100, [MINUTE]), rows }).load(REQUEST),
      /history of "BTC-USD" from http.+: Cannot read prop/,
    );
  });

  it('is made of the longest interval that divides the one asked for', async (test) => {
    const bars = barsFrom(0, 100, HOUR);
    const { venue, asked } = await serveBars(test, (one) => pageOf(bars, one));
    const source = venue(24, [MINUTE, 5 * MINUTE, HOUR, DAY]);
    const { bars: loaded } = await new HistoryLoader('auto', '', source).load({
      ...REQUEST,
      interval: '4h',
      limit: 10,
      zone: [],
    });
    // T0 is ten o'clock: the first whole bar begins two hours later; the last one still forms
    const first = 2;
    const expected = Array.from({ length: 25 }, (_, index) => bars.slice(first + index * 4, first + index * 4 + 4)).map(
      (four): Bar => ({
        time: (four[0] as Bar).time,
        open: (four[0] as Bar).open,
        high: Math.max(...four.map(({ high }) => high)),
        low: Math.min(...four.map(({ low }) => low)),
        close: (four.at(-1) as Bar).close,
        volume: four.reduce((sum, { volume }) => sum + volume, 0),
      }),
    );
    assert.deepEqual(loaded, expected.slice(-10));
    assert.ok(asked.every(({ interval }) => Number(interval) === HOUR));
    assert.equal(asked.length, 2);
  });

  it('is made of one that also divides the distance from UTC', async (test) => {
    const { venue, asked } = await serveBars(test, () => []);
    const loader = new HistoryLoader('auto', '', venue(1000, [15 * MINUTE, 30 * MINUTE, HOUR]));
    const kolkata = [{ until: Number.POSITIVE_INFINITY, offset: 5.5 * HOUR }];
    const kathmandu = [{ until: Number.POSITIVE_INFINITY, offset: 5.75 * HOUR }];
    for (const zone of [[], kolkata, kathmandu, undefined]) await loader.load({ ...REQUEST, interval: '1d', zone });
    assert.deepEqual(
      asked.map(({ interval }) => Number(interval) / MINUTE),
      [60, 30, 15, 60],
    );
  });

  it('is an error that names what there is where nothing divides it', async (test) => {
    const { venue } = await serveBars(test, () => []);
    const load = (intervals: readonly number[], interval: string) =>
      new HistoryLoader('auto', '', venue(10, intervals)).load({ ...REQUEST, interval });
    await assert.rejects(load([MINUTE, 5 * MINUTE, DAY], '5s'), {
      name: 'TypeError',
      message: 'history of "BTC-USD": the source has no bars of 5s, nor of a part of it: it has 1m, 5m, 1d',
    });
    await assert.rejects(load([], '1m'), /it has none/);
  });

  it('is an error where the format has none, and the simulated past of a simulator', async () => {
    await assert.rejects(
      new HistoryLoader('auto', 'wss://a.test').load(REQUEST),
      /the format has no bars of its own: expected a URL as `history`, not "auto"/,
    );
    const load = (template: string) => new HistoryLoader(template, 'sim:seed=7').load({ ...REQUEST, limit: 3 });
    assert.equal((await load('auto')).bars.at(-1)?.close, 64_000);
  });
});

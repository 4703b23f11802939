/** A server of bars on the loopback, which pages and misbehaves as the test says; and bars for it. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { BarHistory } from '../../src/feed/codec.js';
import type { Bar } from '../../src/market/bar.js';

export const MINUTE = 60_000;
/** A minute's begin, some time ago. */
export const T0 = Date.UTC(2026, 0, 5, 10);

/** The bar of the minute that is `index` minutes after T0, each different. */
export const barAt = (index: number, interval = MINUTE): Bar => ({
  time: T0 + index * interval,
  open: 100 + (index % 7),
  high: 110 + (index % 5),
  low: 90 - (index % 3),
  close: 100 + ((index + 1) % 7),
  volume: 1 + (index % 4),
});

export const barsFrom = (from: number, to: number, interval = MINUTE): Bar[] =>
  Array.from({ length: to - from }, (_, index) => barAt(from + index, interval));

/** What was asked for. */
export interface Asked {
  readonly symbol: string;
  readonly interval: string;
  readonly limit: number;
  /** NaN where left out. */
  readonly before: number;
}

/** Bars, or any JSON value; or answers in its own way, with nothing. */
export type Serve = (asked: Asked, count: number, response: ServerResponse) => unknown;

/** The newest `limit` of the bars that start before `before`, at most `most`. */
export function pageOf(bars: readonly Bar[], { limit, before }: Asked, most = Number.POSITIVE_INFINITY): Bar[] {
  const older = bars.filter(({ time }) => !(time >= before));
  return older.slice(-Math.min(limit, most));
}

/** `template` pages, `single` does not; `asked` grows with each request. */
export async function serveBars(test: TestContext, serve: Serve) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://a.test').searchParams;
    const text = (name: string) => query.get(name) ?? '';
    const one = {
      symbol: text('s'),
      interval: text('i'),
      limit: Number(text('l')),
      before: Number(query.get('b') ?? Number.NaN),
    };
    const answer = serve(one, asked.push(one), response);
    if (answer !== undefined) response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const single = `${origin}/h?s={symbol}&i={interval}&l={limit}`;
  /** A venue with pages of `most` bars and these intervals. */
  const venue = (most: number, intervals: readonly number[]): BarHistory => ({
    most,
    url: (symbol, interval, limit, before) =>
      intervals.includes(interval)
        ? `${origin}/h?s=${symbol}&i=${interval}&l=${limit}${before === undefined ? '' : `&b=${before}`}`
        : undefined,
  });
  return { asked, origin, single, template: `${single}&b={before}`, venue };
}

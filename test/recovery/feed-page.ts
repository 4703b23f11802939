/** A real browser with a page of feeds, each over a transport of its own, and all that the page hears of them. */
import type { Browser, Page, WebWorker } from 'puppeteer-core';
import type { FeedProblem } from '../../src/feed/protocol.js';
import { HURRIED, openSourcePage, type SourcePage } from '../tools/source-page.ts';
import { SYMBOLS } from './source.js';

/** One feed of the page. */
export interface FeedPlace {
  /** Its element's id. */
  readonly id: string;
  readonly src: string;
  readonly format: string;
  readonly transport: string;
}

/** Null: nobody knows. */
export interface SeenGap {
  readonly symbol: string;
  readonly from: number | null;
  readonly missing: number | null;
  readonly reason: string;
}

/** What a widget shows. */
export interface Shown {
  readonly last: number;
  readonly bid: number;
  readonly ticks: number;
  readonly trades: number;
}

/** One feed as the page sees it. A number that is none comes as null. */
export interface FeedSeen {
  readonly status: string;
  /** Every status since the page was told to listen anew. */
  readonly statuses: readonly string[];
  readonly gaps: readonly SeenGap[];
  readonly problems: readonly FeedProblem[];
  readonly stats: Readonly<Record<string, number>>;
  readonly shown: Readonly<Record<string, Shown>>;
}

export type Seen = Readonly<Record<string, FeedSeen>>;

/** What the page runs: makes the feeds and remembers what they tell. */
const SCRIPT = `
import '/src/index.ts';
globalThis.told = {};
globalThis.make = (places, staleAfter, symbols) => {
  for (const { id, src, format, transport } of places) {
    const feed = document.createElement('data-feed');
    Object.assign(feed, { id, src, format, transport, staleAfter });
    const heard = (told[id] = { statuses: [], gaps: [], problems: [] });
    feed.addEventListener('statuschange', ({ status }) => heard.statuses.push(status));
    feed.addEventListener('feedgap', ({ symbol, from, missing, reason }) => heard.gaps.push({ symbol, from, missing, reason }));
    feed.addEventListener('feederror', ({ code, message, count }) => heard.problems.push({ code, message, count }));
    for (const symbol of symbols) {
      const widget = document.createElement('ticker-widget');
      widget.symbol = symbol;
      feed.append(widget);
    }
    document.body.append(feed);
  }
};
globalThis.look = () => Object.fromEntries([...document.querySelectorAll('data-feed')].map((feed) => {
  const { id, status, stats } = feed;
  const shown = Object.fromEntries([...feed.querySelectorAll('ticker-widget')].map((widget) => {
    const { last, bid, ticks, trades } = widget.values;
    return [widget.symbol, { last, bid, ticks, trades }];
  }));
  return [id, { status, ...told[id], stats, shown }];
}));
globalThis.listenAnew = () => {
  for (const heard of Object.values(told)) heard.statuses.length = heard.problems.length = 0;
};
globalThis.persisted = [];
addEventListener('pageshow', (event) => persisted.push(event.persisted));
globalThis.ready = true;
`;

/** A feed in a few lines, for the message of a test that failed. */
function describe(id: string, { status, statuses, gaps, problems, stats, shown }: FeedSeen): string {
  const newest = { gaps: gaps.slice(-3), problems: problems.slice(-5).map(({ message }) => message) };
  return `${id}: ${status} after ${statuses.slice(-8).join(', ')}; ${JSON.stringify({ ...newest, stats, shown })}`;
}

export class FeedPage {
  readonly page: Page;
  readonly browser: Browser;
  /** Of the page; below it is a page without anything. */
  readonly url: string;
  readonly #source: SourcePage;

  private constructor(source: SourcePage) {
    this.browser = source.browser;
    this.page = source.page;
    this.url = source.url;
    this.#source = source;
  }

  /** Opens the page with these feeds, each with a widget for every symbol. */
  static async open(places: readonly FeedPlace[], staleAfter: number): Promise<FeedPage> {
    const source = await openSourcePage('recovery', SCRIPT, { ignoreDefaultArgs: HURRIED });
    try {
      await source.load();
      await source.page.evaluate(`make(${JSON.stringify(places)}, ${staleAfter}, ${JSON.stringify(SYMBOLS)})`);
    } catch (error) {
      await source.close();
      throw error;
    }
    return new FeedPage(source);
  }

  look(): Promise<Seen> {
    return this.page.evaluate('look()') as Promise<Seen>;
  }

  /** Forgets statuses and problems so far, but no gap. */
  async listenAnew(): Promise<void> {
    await this.page.evaluate('listenAnew()');
  }

  /** Waits until it is so for each feed; throws with what they look like after so many ms. */
  async until(what: string, holds: (feed: FeedSeen, id: string) => boolean, patience = 30_000): Promise<Seen> {
    const end = Date.now() + patience;
    for (;;) {
      const seen = await this.look();
      const missing = Object.entries(seen).filter(([id, feed]) => !holds(feed, id));
      if (missing.length === 0) return seen;
      if (Date.now() > end) {
        throw new Error([`waited ${patience} ms for ${what}`, ...missing.map((each) => describe(...each))].join('\n'));
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The workers of the feeds. */
  get feedWorkers(): WebWorker[] {
    return this.page.workers().filter((worker) => worker.url().includes('feed.worker'));
  }

  /** Connects all feeds anew, and makes every wait of theirs so small a part of its limit: what takes minutes takes seconds. */
  async hurry(part: number): Promise<void> {
    await Promise.all(this.feedWorkers.map((worker) => worker.evaluate(`Math.random = () => ${part}`)));
    await this.listenAnew();
    await this.page.evaluate(`for (const feed of document.querySelectorAll('data-feed')) feed.connect()`);
    await this.until('a new connection', ({ statuses }) => statuses.join() === 'connecting,live');
  }

  async close(): Promise<void> {
    await this.#source.close();
  }
}

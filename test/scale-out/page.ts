/** A real browser with an isolated page of feeds, a widget for every symbol in each, and all that the page hears of missing ticks. */
import { openSourcePage, type SourcePage } from '../tools/source-page.ts';

/** One feed of the page. */
export interface FeedPlace {
  /** Its element's id. */
  readonly id: string;
  readonly src: string;
  readonly format: 'json' | 'binary';
}

/** A gap as it was told; null: nobody knows. */
export interface ToldGap {
  readonly symbol: string;
  readonly from: number | null;
  readonly missing: number | null;
}

export interface Shown {
  readonly last: number | null;
  readonly trades: number;
  /** Sum of the sizes of all trades that count. */
  readonly volume: number;
}

/** What the page knows of one feed. */
export interface FeedSeen {
  readonly status: string;
  readonly gaps: readonly ToldGap[];
  readonly problems: readonly string[];
  readonly stats: Readonly<Record<string, number>>;
  /** By symbol. */
  readonly shown: Readonly<Record<string, Shown>>;
}

/** By feed. */
export type Seen = Readonly<Record<string, FeedSeen>>;

const CODE = `
import '/src/index.ts';
import '/src/transports/nats.ts';
const told = {};
globalThis.make = (places, symbols) => {
  for (const { id, src, format } of places) {
    const feed = document.createElement('data-feed');
    Object.assign(feed, { id, src, format });
    told[id] = { gaps: [], problems: [] };
    feed.addEventListener('feedgap', ({ symbol, from, missing }) => told[id].gaps.push({ symbol, from, missing }));
    feed.addEventListener('feederror', ({ message }) => told[id].problems.push(message));
    for (const symbol of symbols) feed.append(Object.assign(document.createElement('ticker-widget'), { symbol }));
    document.body.append(feed);
  }
};
globalThis.look = () => Object.fromEntries(Array.from(document.querySelectorAll('data-feed'), (feed) => {
  const { id, status, stats } = feed;
  const shown = Array.from(feed.querySelectorAll('ticker-widget'), ({ symbol, values }) => {
    const { last = null, trades = 0, volume = 0 } = values ?? {};
    return [symbol, { last, trades, volume }];
  });
  return [id, { status, stats, ...told[id], shown: Object.fromEntries(shown) }];
}));
globalThis.ready = true;
`;

export class FeedPage {
  readonly #source: SourcePage;

  private constructor(source: SourcePage) {
    this.#source = source;
  }

  static async open(places: readonly FeedPlace[], symbols: readonly string[]): Promise<FeedPage> {
    const source = await openSourcePage('scale-out', CODE, { include: ['comlink', '@nats-io/nats-core'] });
    try {
      await source.load();
      await source.page.evaluate(`make(${JSON.stringify(places)}, ${JSON.stringify(symbols)})`);
    } catch (error) {
      await source.close();
      throw error;
    }
    return new FeedPage(source);
  }

  look(): Promise<Seen> {
    return this.#source.page.evaluate('look()') as Promise<Seen>;
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}

import type { DataFeed } from '../elements/data-feed/data-feed.js';
import type { LaneAccount, TickerRequest } from '../elements/data-feed/ticker-request.js';
import type { TickerSubscription } from '../elements/data-feed/ticker-subscription.js';
import { anyCopy, type FeedGuest, findPageFeed } from '../elements/shared/find-feed.js';
import { known } from '../elements/shared/known.js';
import { hasLanguage, speaks, whenLanguage } from '../elements/ticker-widget/language.js';
import { Reading } from '../elements/ticker-widget/reading.js';
import { readSettings, type TickerSettings, withInstrument } from '../elements/ticker-widget/ticker-settings.js';
import type { TickerValues } from '../elements/ticker-widget/ticker-values.js';
import type { Instrument } from '../market/instrument.js';
import { waitingValues } from './waiting-values.js';

/** What is asked for, with nothing left out. */
export interface AskedTicker {
  readonly symbol: string;
  /** An id, or the element; empty: the document's first. */
  readonly feed: string | DataFeed;
  readonly indicators: string;
  readonly interval: string;
  readonly timeZone: string;
  readonly previousClose: number | null;
}

/** Who uses a shared ticker. */
export interface TickerUser {
  /** Something is wrong, in words for the page's engineer. `about`: the option, or `kernel`. */
  problem(message: string, about: string): void;
}

/** Without a feed it says so after this long: frameworks render things in any order. */
const GRACE_MS = 1000;

/** What a ticker has no use for that shows nothing. */
const UNSHOWN = {
  tickSize: null,
  priceFormat: '',
  locale: '',
  currency: '',
  maxRate: null,
  staleAfter: null,
  sparkline: null,
};

const tickers = new Map<string, SharedTicker>();
const elements = new WeakMap<DataFeed, number>();
let numbered = 0;

function keyOf({ feed, symbol, indicators, interval, timeZone, previousClose }: AskedTicker): string {
  if (typeof feed !== 'string' && !elements.has(feed)) elements.set(feed, ++numbered);
  const name = typeof feed === 'string' ? feed : elements.get(feed);
  return JSON.stringify([name, symbol.trim(), indicators, interval, timeZone, previousClose]);
}

/** One lane for all on the page that ask for the same. It is given back at the end of the task in which the last of them leaves. Main thread. */
export class SharedTicker implements FeedGuest {
  readonly #key: string;
  readonly #asked: AskedTicker;
  readonly #users = new Set<TickerUser>();
  readonly #problems = new Map<string, string>();
  readonly #reading = new Reading();
  #feed: DataFeed | undefined;
  #instrument: Instrument | undefined;
  #settings: TickerSettings | undefined;
  /** It has waited for the language of indicators: where that does not load, settings say so. */
  #waited = false;
  #fluent = false;
  #subscription: TickerSubscription | undefined;
  #request: TickerRequest | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  private constructor(key: string, asked: AskedTicker) {
    this.#key = key;
    this.#asked = asked;
  }

  /** The one for whoever asks for this. */
  static of(asked: AskedTicker): SharedTicker {
    const key = keyOf(asked);
    return known(tickers, key, () => new SharedTicker(key, asked));
  }

  /** What one knows that somebody has asked for already. */
  static peek(asked: AskedTicker): TickerValues | undefined {
    return tickers.get(keyOf(asked))?.values;
  }

  /** What is known now, frozen; the same object until something changes. */
  get values(): TickerValues {
    const reading = this.#reading;
    reading.look(this.#subscription);
    return reading.reader ? reading.snapshot(this.#settings?.compiled) : waitingValues(this.#asked.indicators);
  }

  /** For whoever counts lanes and workers. */
  get lane(): LaneAccount | null {
    return this.#subscription?.lane ?? null;
  }

  join(user: TickerUser): void {
    this.#users.add(user);
    if (this.#users.size === 1) this.#bind();
    else for (const [about, message] of this.#problems) user.problem(message, about);
  }

  leave(user: TickerUser): void {
    this.#users.delete(user);
    // whoever comes in the same task, as in React's strict mode, or in another place of a list, finds everything as it was
    if (this.#users.size === 0) queueMicrotask(() => this.#end());
  }

  feedChanged(): void {
    this.#bind();
  }

  feedLeft(): Promise<void> {
    const left = this.#unbind();
    this.#bind();
    return left;
  }

  #end(): void {
    if (this.#users.size > 0) return;
    if (tickers.get(this.#key) === this) tickers.delete(this.#key);
    anyCopy.seekers.delete(this);
    clearTimeout(this.#grace);
    this.#grace = undefined;
    void this.#unbind();
  }

  /** Finds the feed and asks it, as far as there is one. */
  #bind(): void {
    const { symbol } = this.#asked;
    // there is nothing to ask for yet, or nobody asks any more
    if (!symbol.trim() || this.#users.size === 0) return;
    const words = !this.#waited && speaks(this.#asked) ? whenLanguage() : undefined;
    if (words) {
      void words.then(() => {
        this.#waited = true;
        this.#bind();
      });
      return;
    }
    this.#feed ??= findPageFeed(this.#asked.feed);
    const feed = this.#feed;
    if (!feed) {
      anyCopy.seekers.add(this);
      this.#grace ??= setTimeout(() => this.#miss(), GRACE_MS);
      return;
    }
    clearTimeout(this.#grace);
    this.#grace = undefined;
    anyCopy.seekers.delete(this);
    feed.guests.add(this);
    this.#note('feed', feed.status === 'failed' ? (feed.error?.message ?? 'the feed failed') : '');
    const { request } = this.#read(feed.instrument(symbol.trim()));
    if (request.legs.length === 0) return;
    if (!this.#subscription) {
      const failed = (error?: Error) => this.#note('kernel', error?.message);
      this.#subscription = feed.open(request, { failed, signalled: () => {}, changed: () => {} }, true);
    } else if (request !== this.#request) this.#subscription.update(request);
    this.#request = request;
    this.#subscription?.loadHistory(feed.historySource);
  }

  /** What is asked for means, with what the feed knows of the symbol. */
  #read(instrument: Instrument | undefined): TickerSettings {
    if (this.#settings && instrument === this.#instrument && hasLanguage() === this.#fluent) return this.#settings;
    this.#instrument = instrument;
    this.#fluent = hasLanguage();
    this.#settings = readSettings(withInstrument({ ...UNSHOWN, ...this.#asked }, instrument), [], (about, message) =>
      this.#note(about, message),
    );
    return this.#settings;
  }

  #unbind(): Promise<void> {
    this.#feed?.guests.delete(this);
    this.#feed = undefined;
    const subscription = this.#subscription;
    this.#subscription = this.#request = this.#settings = undefined;
    this.#reading.forget();
    return subscription?.close() ?? Promise.resolve();
  }

  #miss(): void {
    this.#grace = undefined;
    const { feed } = this.#asked;
    const which =
      typeof feed !== 'string' ? 'the given <data-feed> in a document' : `<data-feed${feed && ` id="${feed}"`}>`;
    this.#note('feed', `there is no ${which}`);
  }

  /** Notes what is wrong about something, or that nothing is. */
  #note(about: string, message = ''): void {
    if (message === (this.#problems.get(about) ?? '')) return;
    if (!message) this.#problems.delete(about);
    else {
      this.#problems.set(about, message);
      for (const user of [...this.#users]) user.problem(message, about);
    }
  }
}

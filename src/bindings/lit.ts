/** `ticklane/lit`: tickers as reactive controllers, for elements made with Lit. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type TickerOptions, valuesBefore } from './ticker-watch.js';
import {
  type DataFeed,
  type FeedStatus,
  type FeedWatch,
  type TickerValues,
  type TickerWatch,
  watchFeed,
  watchTicker,
} from './watch.js';

export type * from './watch.js';

/** Has its element rendered whenever the values are others, at most `maxRate` times a second. While the element is in no document, nothing is watched. */
export class TickerController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #symbol: string;
  #options: TickerOptions;
  #watch: TickerWatch | undefined;
  #connected = false;

  /** Throws nothing: a `maxRate` that is not above 0 and up to 60 throws a RangeError once the element is in a document. */
  constructor(host: ReactiveControllerHost, symbol: string, options: TickerOptions = {}) {
    this.#host = host;
    this.#symbol = symbol;
    this.#options = options;
    host.addController(this);
  }

  /** What is known, frozen; numbers are NaN before the first tick. */
  get values(): TickerValues {
    return this.#watch?.values ?? valuesBefore(this.#symbol, this.#options);
  }

  get symbol(): string {
    return this.#symbol;
  }

  set symbol(symbol: string) {
    this.set(symbol, this.#options);
  }

  /** Asks for something else. */
  set(symbol: string, options: TickerOptions): void {
    if (symbol === this.#symbol && options === this.#options) return;
    this.#symbol = symbol;
    this.#options = options;
    if (this.#connected) this.#begin();
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#begin();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#watch?.stop();
    this.#watch = undefined;
  }

  #begin(): void {
    const before = this.#watch;
    this.#watch = watchTicker(this.#symbol, this.#options, () => this.#host.requestUpdate());
    before?.stop();
  }
}

/** Has its element rendered whenever the feed's status is another. */
export class FeedStatusController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #feed: string | DataFeed | null | undefined;
  #watch: FeedWatch | undefined;

  /** `feed`: an id, or the element; without it the document's first. */
  constructor(host: ReactiveControllerHost, feed?: string | DataFeed | null) {
    this.#host = host;
    this.#feed = feed;
    host.addController(this);
  }

  /** `idle` where there is no feed, or the element is in no document. */
  get status(): FeedStatus {
    return this.#watch?.status ?? 'idle';
  }

  hostConnected(): void {
    this.#watch = watchFeed(this.#feed, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#watch?.stop();
    this.#watch = undefined;
  }
}

import type { FeedClient } from '../../feed/client.js';
import { pageRuntime } from '../../runtime/page.js';
import type { FeedMode } from './feed-events.js';
import { FeedHosts } from './feed-hosts.js';
import type { TickerRequest } from './ticker-request.js';
import { TickerSubscription, type TickerSubscriptionEvents } from './ticker-subscription.js';

/** What it has cost to take ticks and values across threads, since the feed came; all 0 while it was in shared mode. */
export interface FeedTransfers {
  /** Messages: with ticks of this feed to workers, and with values of all feeds of the page back from them. */
  readonly buffers: number;
  readonly bytes: number;
  /** Values that were sent back are not among them. */
  readonly ticks: number;
  /** Milliseconds that workers took to gather values, and the page to unpack them. */
  readonly milliseconds: number;
}

/** A feed's lanes: opens them, and has them all go over to other hosts when the mode changes. Main thread. */
export class FeedLanes {
  readonly hosts: FeedHosts;
  /** Null before the feed has one. */
  mode: FeedMode | null = null;
  readonly #open = new Set<TickerSubscription>();
  /** Ticks that went through shared memory. */
  #shared = 0;
  #ticks = 0;
  #results = { messages: 0, bytes: 0, milliseconds: 0 };

  /** `tell` hears what became of workers. */
  constructor(tell: (message: string, count: number) => void) {
    this.hosts = new FeedHosts(tell);
  }

  /** `shares`: one of many, which is content with a shared worker. */
  open(
    client: FeedClient,
    request: TickerRequest,
    events: TickerSubscriptionEvents,
    shares: boolean,
  ): TickerSubscription {
    const owner = shares ? this.hosts.shared : this.hosts;
    const subscription = new TickerSubscription(pageRuntime(), client, request, events, owner);
    this.#open.add(subscription);
    void subscription.closed.then(() => this.#open.delete(subscription));
    return subscription;
  }

  /** From now on ticks cross threads like this: lanes go over one by one, and their ticks wait meanwhile. `ticks`: how many have come. */
  become(mode: FeedMode, ticks: number): void {
    this.#account(ticks);
    if (this.mode === null) this.#results = { ...pageRuntime().results };
    this.mode = this.hosts.mode = mode;
    for (const subscription of this.#open) void subscription.move();
  }

  transfers(buffers: number, bytes: number, ticks: number): FeedTransfers {
    this.#account(ticks);
    if (this.mode === null) return Object.freeze({ buffers: 0, bytes: 0, ticks: 0, milliseconds: 0 });
    const { results } = pageRuntime();
    return Object.freeze({
      buffers: buffers + results.messages - this.#results.messages,
      bytes: bytes + results.bytes - this.#results.bytes,
      ticks: ticks - this.#shared,
      milliseconds: results.milliseconds - this.#results.milliseconds,
    });
  }

  /** The feed has left. */
  clear(): void {
    this.hosts.clear();
    this.mode = null;
    this.#shared = this.#ticks = 0;
  }

  #account(ticks: number): void {
    if (this.mode === 'shared') this.#shared += ticks - this.#ticks;
    this.#ticks = ticks;
  }
}

import type { FeedClient } from '../../feed/client.js';
import { createHistory, type HistoryAddress, type HistoryBlock } from '../../memory/history.js';
import type { PageMemory } from '../../memory/page-memory.js';
import { zoneStretches } from '../shared/time-zone.js';
import type { TickerRequest } from './ticker-request.js';

/** What history needs of the lane that it is for. */
export interface HistoryHome {
  /** Start of the lane's first live bar, epoch ms; NaN: there is none yet, or the lane has other bars than the request's. */
  live(request: TickerRequest): number;
  /** Puts the block's bars before the live ones, unless other bars are wanted by now. Rejects with a RangeError without memory. */
  join(request: TickerRequest, address: HistoryAddress): Promise<void>;
  /** There is no memory for a block. */
  failed(error: unknown): void;
}

/** Bars that were asked for. */
interface Asked {
  readonly source: string;
  readonly request: TickerRequest;
  failed: boolean;
}

/** Which part of them. */
interface Part {
  readonly limit: number;
  /** Start of the first live bar. */
  readonly until?: number;
  /** Start of the newest bar that is there already. */
  readonly since?: number;
}

/** The first tick is looked for after this, then after twice as long, and so on up to the second. */
const LOOK_MS = 250;
const LONGEST_LOOK_MS = 8_000;
/** So many more bars than are missing are asked for. */
const SPARE_BARS = 5;
/** So often is history asked once more for what lies between it and the first live bar. */
const MENDS = 2;
/** A source that is further behind is not waited for: a night, or nobody knows what. */
const LONGEST_LAG_MS = 3_600_000;
/** Without memory it is tried again after this, then after twice as long, and so on up to the second. */
const MEMORY_MS = 2_000;
const LONGEST_MEMORY_MS = 60_000;

/**
 * The bars of a lane from before its live ones: they are joined as soon as they are there, so that a quiet market shows them too, and
 * mended once the first tick has come, as until then nobody knows what is missing. Main thread.
 */
export class LaneHistory {
  readonly #feed: FeedClient;
  readonly #memory: PageMemory;
  readonly #home: HistoryHome;
  #asked: Asked | undefined;
  #closed = false;
  readonly #pauses = new Set<() => void>();

  constructor(feed: FeedClient, memory: PageMemory, home: HistoryHome) {
    this.#feed = feed;
    this.#memory = memory;
    this.#home = home;
  }

  /**
   * Fetches the request's bars, once for each symbol and interval; after a failure once more for each new `source`; none where that is
   * empty, or the price is made of several symbols. The feed tells what went wrong.
   */
  load(source: string, request: TickerRequest): void {
    // bars that are not wanted any more leave with their lane
    if (this.#asked && !joins(this.#asked.request, request)) this.#asked = undefined;
    if (!source || !request.interval || request.program.length > 0 || this.#closed) return;
    const asked = this.#asked;
    if (asked && asked.request.keep >= request.keep && !(asked.failed && asked.source !== source)) return;
    this.#asked = { source, request, failed: false };
    void this.#fetch(this.#asked);
  }

  /** What was there is gone. */
  again(): void {
    this.#asked = undefined;
  }

  /** Nothing is asked for any more; what is under way still ends. */
  close(): void {
    this.#closed = true;
    for (const end of this.#pauses) end();
  }

  async #fetch(asked: Asked): Promise<void> {
    try {
      const { keep: limit, interval } = asked.request;
      const whole = !Number.isNaN(this.#home.live(asked.request));
      let newest = await this.#take(asked, { limit });
      const until = await this.#firstLive(asked);
      // what was traded before the first tick came is missing even in the bar that both have
      if (whole && newest >= until) return;
      for (let mends = 1; newest < until + interval; mends++) {
        // the source's newest bars are of now, by a clock that may be another
        const now = Math.max(until, performance.timeOrigin + performance.now());
        const missing = Math.ceil((now - newest) / interval) + SPARE_BARS;
        newest = await this.#take(asked, { limit: Math.min(limit, missing), until, since: newest });
        const lag = until - newest;
        if (!(lag > interval && lag <= LONGEST_LAG_MS) || mends === MENDS) return;
        await this.#pause(lag);
        if (!this.#wants(asked)) return;
      }
    } catch {
      // the feed has told, or the lane's host
      asked.failed = true;
    }
  }

  /** Has bars fetched and joined; start of the newest one, NaN where there is none. Without memory it is tried again. */
  async #take(asked: Asked, part: Part): Promise<number> {
    const zone = zoneStretches(asked.request.timeZone);
    for (let wait = MEMORY_MS; this.#wants(asked); wait = Math.min(2 * wait, LONGEST_MEMORY_MS)) {
      try {
        return await this.#join(asked, { ...part, zone });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      await this.#pause(wait);
    }
    return Number.NaN;
  }

  async #join({ request }: Asked, part: Part & { readonly zone: ReturnType<typeof zoneStretches> }): Promise<number> {
    const block = this.#block(part.limit);
    try {
      const { symbol, intervalName: interval } = request;
      const { count } = await this.#feed.history({ symbol, interval, ...part }, block);
      if (count > 0) await this.#home.join(request, block.address);
      return block.newest;
    } finally {
      block.free();
    }
  }

  #block(limit: number): HistoryBlock {
    try {
      return createHistory(this.#memory, limit);
    } catch (error) {
      this.#home.failed(error);
      throw error;
    }
  }

  /** Start of the first live bar, once there is one; NaN where nobody wants it any more. */
  async #firstLive(asked: Asked): Promise<number> {
    for (let wait = LOOK_MS; this.#wants(asked); wait = Math.min(2 * wait, LONGEST_LOOK_MS)) {
      const live = this.#home.live(asked.request);
      if (!Number.isNaN(live)) return live;
      await this.#pause(wait);
    }
    return Number.NaN;
  }

  #wants(asked: Asked): boolean {
    return !this.#closed && this.#asked === asked;
  }

  /** Ends early when the lane does. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#pauses.add(end);
    });
  }
}

/** Whether bars that were fetched for the one belong before those of the other. */
export function joins(a: TickerRequest, b: TickerRequest): boolean {
  return a.symbol === b.symbol && a.interval === b.interval && a.timeZone === b.timeZone;
}

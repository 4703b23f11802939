import { Histogram } from '../../frame/histogram.js';
import { Recent } from '../../frame/recent.js';
import { newestReceipt } from '../../memory/newest-receipt.js';
import { queueDepth } from '../../memory/queue-depth.js';
import { pageRuntime } from '../../runtime/page.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { FeedMode } from '../data-feed/feed-events.js';
import type { FeedTransfers } from '../data-feed/feed-lanes.js';
import type { FeedStats } from '../data-feed/feed-stats.js';
import type { LaneAccount } from '../data-feed/ticker-request.js';
import type { FeedGuest } from '../shared/find-feed.js';
import { reasonOf } from './mode-reasons.js';
import type { FeedReport } from './performance-report.js';
import { quantilesOf } from './quantiles.js';
import { markTimeline } from './timeline.js';

/** The lanes of all who found a feed. */
export function* lanesOf(guests: Iterable<FeedGuest>): Iterable<LaneAccount> {
  for (const { lane, lanes = lane ? [lane] : [] } of guests) yield* lanes;
}

/** Reads one feed's counters, and makes figures of what changed since the last look. Main thread. */
export class FeedSampler {
  /** Milliseconds from the receipt of ticks to their paint. */
  readonly recent: Recent;
  /** Ages of the newest tick of each lane, at each look. */
  readonly ages: Recent;
  /** Names of the workers whose kernels run its widgets' lanes, as of the last look. */
  readonly hosts = new Set<string>();
  readonly #feed: DataFeed;
  readonly #seen = new Histogram();
  #stats: FeedStats;
  #transfers: FeedTransfers;
  #paints: number;
  #mode: FeedMode | null;

  /** `looks`: for how many looks paints are recent. */
  constructor(feed: DataFeed, looks: number) {
    this.#feed = feed;
    this.recent = new Recent(feed.tickAge, looks);
    this.ages = new Recent(this.#seen, looks);
    this.#stats = feed.stats;
    this.#transfers = feed.transfers;
    this.#paints = feed.tickAge.count;
    this.#mode = feed.effectiveMode;
  }

  /** The figures of the last `seconds`; `now`: epoch ms. */
  look(seconds: number, now: number): FeedReport {
    const feed = this.#feed;
    const before = this.#stats;
    const stats = feed.stats;
    const moved = this.#transfers;
    const transfers = feed.transfers;
    const paints = feed.tickAge.count;
    // a feed that left and came back counts from 0
    const rate = (count: number, earlier: number) => (count < earlier ? count : count - earlier) / seconds;
    const { conflated, rejected, gaps, errors, reconnects, lastMessage } = stats;
    const lanes = this.#lanes(now);
    this.recent.look();
    this.ages.look();
    const report = Object.freeze({
      id: feed.id,
      status: feed.status,
      mode: feed.effectiveMode,
      reason: reasonOf(feed),
      ticksPerSecond: rate(stats.ticks, before.ticks),
      paintsPerSecond: rate(paints, this.#paints),
      messagesPerSecond: rate(stats.messages, before.messages),
      bytesPerSecond: rate(stats.bytes, before.bytes),
      silence: lastMessage > 0 ? Math.max(0, now - lastMessage) : Number.NaN,
      tickAge: quantilesOf(this.ages.values),
      tickToPaint: quantilesOf(this.recent.values),
      serialization: rate(transfers.milliseconds, moved.milliseconds),
      copiedPerSecond: rate(transfers.bytes, moved.bytes),
      ...{ conflated, rejected, gaps, errors, reconnects },
      ...lanes,
    });
    if (report.mode !== this.#mode) markTimeline('mode', `${report.mode}: ${report.reason}`);
    this.#mode = report.mode;
    this.#stats = stats;
    this.#transfers = transfers;
    this.#paints = paints;
    return report;
  }

  #lanes(now: number) {
    let [queued, lanes, laneBytes] = [0, 0, 0];
    this.hosts.clear();
    for (const { address, bytes, worker } of lanesOf(this.#feed.guests)) {
      lanes++;
      laneBytes += bytes;
      const { memory } = pageRuntime();
      queued += queueDepth(memory, address);
      this.#seen.add(now - newestReceipt(memory, address));
      // kernels on the main thread have none
      if (worker) this.hosts.add(worker);
    }
    const { effectiveMode } = this.#feed;
    const workers = this.hosts.size + Number(effectiveMode !== null);
    // rings in memories of their own are not seen from here
    return { queued: effectiveMode === 'shared' || !lanes ? queued : Number.NaN, lanes, laneBytes, workers };
  }
}

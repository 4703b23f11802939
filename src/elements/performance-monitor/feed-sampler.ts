import { Recent } from '../../frame/recent.js';
import { queueDepth } from '../../memory/queue-depth.js';
import { pageRuntime } from '../../runtime/page.js';
import type { DataFeed, FeedStats } from '../data-feed/data-feed.js';
import type { FeedReport } from './performance-report.js';
import { quantilesOf } from './quantiles.js';

/** Reads one feed's counters, and makes figures of what changed since the last look. Main thread. */
export class FeedSampler {
  /** Ages of ticks at their paint. */
  readonly recent: Recent;
  /** Names of the workers whose kernels run its widgets' lanes, as of the last look. */
  readonly hosts = new Set<string>();
  readonly #feed: DataFeed;
  #stats: FeedStats;
  #paints: number;

  /** `looks`: for how many looks paints are recent. */
  constructor(feed: DataFeed, looks: number) {
    this.#feed = feed;
    this.recent = new Recent(feed.tickAge, looks);
    this.#stats = feed.stats;
    this.#paints = feed.tickAge.count;
  }

  /** The figures of the last `seconds`; `now`: epoch ms. */
  look(seconds: number, now: number): FeedReport {
    const feed = this.#feed;
    const before = this.#stats;
    const stats = feed.stats;
    const paints = feed.tickAge.count;
    // a feed that left and came back counts from 0
    const rate = (count: number, earlier: number) => (count < earlier ? count : count - earlier) / seconds;
    const { conflated, rejected, gaps, errors, reconnects, lastMessage } = stats;
    this.recent.look();
    const report = Object.freeze({
      id: feed.id,
      status: feed.status,
      mode: feed.effectiveMode,
      ticksPerSecond: rate(stats.ticks, before.ticks),
      paintsPerSecond: rate(paints, this.#paints),
      messagesPerSecond: rate(stats.messages, before.messages),
      bytesPerSecond: rate(stats.bytes, before.bytes),
      silence: lastMessage > 0 ? Math.max(0, now - lastMessage) : Number.NaN,
      tickToPaint: quantilesOf(this.recent.values),
      ...{ conflated, rejected, gaps, errors, reconnects },
      ...this.#lanes(),
    });
    this.#stats = stats;
    this.#paints = paints;
    return report;
  }

  #lanes() {
    let [queued, lanes, laneBytes] = [0, 0, 0];
    this.hosts.clear();
    for (const { lane, lanes: several = lane ? [lane] : [] } of this.#feed.guests) {
      for (const { address, bytes, worker } of several) {
        lanes++;
        laneBytes += bytes;
        queued += queueDepth(pageRuntime().memory, address);
        // kernels on the main thread have none
        if (worker) this.hosts.add(worker);
      }
    }
    return { queued, lanes, laneBytes, workers: this.hosts.size + Number(this.#feed.effectiveMode !== null) };
  }
}

import { Histogram } from '../../frame/histogram.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import { FeedSampler } from './feed-sampler.js';
import { PageSampler } from './page-sampler.js';
import type { FeedFigures, FeedReport, PerformanceReport } from './performance-report.js';
import { quantilesOf } from './quantiles.js';

/** Looks, a second each, for which quantiles and sums are kept. */
const LOOKS = 10;

/** Figures that several feeds have together as the sum of theirs. */
const SUMMED = [
  ...(['ticksPerSecond', 'paintsPerSecond', 'messagesPerSecond', 'bytesPerSecond', 'queued', 'lanes'] as const),
  ...(['conflated', 'rejected', 'gaps', 'errors', 'reconnects', 'laneBytes'] as const),
  ...(['serialization', 'copiedPerSecond'] as const),
];

/** Makes a report of the page and its feeds at each look. Main thread. */
export class PerformanceSampler {
  readonly #looks: number;
  readonly #page: PageSampler;
  readonly #feeds = new Map<DataFeed, FeedSampler>();
  readonly #times = new Histogram();
  #looked = 0;

  /** `looks`: for how many looks quantiles and sums are kept. */
  constructor(looks = LOOKS) {
    this.#looks = looks;
    this.#page = new PageSampler(looks);
  }

  start(feeds: Iterable<DataFeed>): void {
    this.#page.start();
    this.#looked = performance.now();
    this.#take(feeds);
  }

  stop(): void {
    this.#page.stop();
    this.#feeds.clear();
  }

  /** Adds milliseconds that the monitor took for something else. */
  spend(ms: number): void {
    this.#page.spent += ms;
  }

  /** The figures of the time since the last look, at these feeds. */
  look(feeds: Iterable<DataFeed>): Omit<PerformanceReport, 'comparison'> {
    const now = performance.now();
    const seconds = Math.max(1, now - this.#looked) / 1000;
    this.#looked = now;
    const time = performance.timeOrigin + now;
    this.#take(feeds);
    const reports = Array.from(this.#feeds.values(), (feed) => feed.look(seconds, time));
    const page = this.#page.look(seconds);
    const cost = this.#page.spent / seconds;
    this.#page.spent = 0;
    this.spend(performance.now() - now);
    return { time, ...page, ...this.#total(reports), cost, feeds: Object.freeze(reports) };
  }

  /** From now on looks at these. */
  #take(feeds: Iterable<DataFeed>): void {
    const wanted = new Set(feeds);
    for (const feed of this.#feeds.keys()) if (!wanted.has(feed)) this.#feeds.delete(feed);
    for (const feed of wanted) if (!this.#feeds.has(feed)) this.#feeds.set(feed, new FeedSampler(feed, this.#looks));
  }

  #total(reports: readonly FeedReport[]): FeedFigures {
    const feeds = [...this.#feeds.values()];
    const hosts = new Set(feeds.flatMap((feed) => [...feed.hosts]));
    const sums = Object.fromEntries(SUMMED.map((name) => [name, reports.reduce((all, each) => all + each[name], 0)]));
    const silences = reports.map(({ silence }) => silence).filter((silence) => !Number.isNaN(silence));
    return {
      ...(sums as Record<(typeof SUMMED)[number], number>),
      silence: silences.length ? Math.min(...silences) : Number.NaN,
      tickAge: this.#together(feeds.map(({ ages }) => ages.values)),
      tickToPaint: this.#together(feeds.map(({ recent }) => recent.values)),
      // a worker may run kernels for several feeds
      workers: hosts.size + reports.filter(({ mode }) => mode !== null).length,
    };
  }

  #together(each: readonly Histogram[]) {
    this.#times.clear();
    for (const times of each) this.#times.merge(times);
    return quantilesOf(this.#times);
  }
}

import { whyNotShared } from '../../runtime/page.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { FeedMode } from '../data-feed/feed-events.js';
import { MODES } from '../data-feed/mode-choice.js';
import { pause } from '../shared/pause.js';
import { lanesOf } from './feed-sampler.js';
import { LATE, reasonOf } from './mode-reasons.js';
import type { Quantiles } from './performance-report.js';
import { PerformanceSampler } from './performance-sampler.js';
import { tellTimeline } from './timeline.js';

/** How the page did while its feeds ran in one mode. NaN: not known. */
export interface ModeFigures {
  readonly mode: FeedMode;
  /** False: the feeds cannot run in this mode here, and nothing was measured. */
  readonly ran: boolean;
  /** Why they cannot. */
  readonly reason: string;
  readonly framesPerSecond: number;
  /** Milliseconds from frame to frame that 99 of 100 were not above. */
  readonly frameP99: number;
  /** Tasks of more than 50 ms on the main thread. */
  readonly longTasks: number;
  /** Milliseconds of script that paints took of a second. */
  readonly paintLoad: number;
  readonly ticksPerSecond: number;
  readonly paintsPerSecond: number;
  /** Of the newest tick of each lane, whenever it was looked at. */
  readonly tickAge: Quantiles;
  readonly tickToPaint: Quantiles;
  /** Milliseconds of a second that threads spent in packing and unpacking. */
  readonly serialization: number;
  /** Bytes of a second that were copied from thread to thread. */
  readonly copiedPerSecond: number;
  /** Ticks that were merged into others, as rings were full. */
  readonly conflated: number;
}

/** The modes, one after another on the same feeds. Frozen. */
export interface ModeComparison {
  /** When it ended, epoch ms. */
  readonly time: number;
  /** For how long each mode was measured. */
  readonly seconds: number;
  readonly modes: readonly ModeFigures[];
}

export interface CompareOptions {
  /** For how long each mode is measured, after a second in which it settles. Default 5. */
  readonly seconds?: number;
  /** Ends it early: the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** How far a comparison is: `done` of `of` modes, and the one being measured. */
export interface CompareProgress {
  readonly mode: FeedMode;
  readonly done: number;
  readonly of: number;
  /** When this one began, on the clock of `performance.now()`, and how many ms it takes. */
  readonly began: number;
  readonly takes: number;
}

/** Milliseconds that feeds have to go over to a mode, and then all their lanes. */
const TURN_MS = 10_000;
const CHECK_MS = 20;
/** A mode is measured once so many checks, and so many ms apart, have found it settled. */
const SETTLED = 8;
const SETTLE_MS = 125;

const conflatedOf = (feeds: readonly DataFeed[]) => feeds.reduce((all, { stats }) => all + stats.conflated, 0);

/** Runs the feeds in each mode in turn, and gives them back as they were. Main thread. */
export async function compareModes(
  feeds: readonly DataFeed[],
  seconds: number,
  signal: AbortSignal,
  tell: (progress: CompareProgress) => void,
): Promise<ModeComparison> {
  const before = feeds.map((feed) => feed.mode);
  const measured: ModeFigures[] = [];
  let last: FeedMode | undefined;
  try {
    for (const mode of MODES) {
      tell({
        ...{ mode, done: measured.length, of: MODES.length },
        ...{ began: performance.now(), takes: SETTLED * SETTLE_MS + seconds * 1000 },
      });
      last = mode;
      for (const feed of feeds) feed.mode = mode;
      const reason = await whyNot(feeds, mode, signal);
      measured.push(reason ? unmeasured(mode, reason) : await measure(feeds, mode, seconds, signal));
    }
  } finally {
    feeds.forEach((feed, index) => {
      // a page that chose another meanwhile has its way
      if (feed.mode === last) feed.mode = before[index] as string;
    });
  }
  return Object.freeze({
    time: performance.timeOrigin + performance.now(),
    seconds,
    modes: Object.freeze(measured),
  });
}

/** Waits until all run in the mode; why one does not, undefined: all do. */
async function whyNot(feeds: readonly DataFeed[], mode: FeedMode, signal: AbortSignal): Promise<string | undefined> {
  const impossible = mode === 'shared' && whyNotShared();
  if (impossible) return impossible;
  const end = performance.now() + TURN_MS;
  let other: DataFeed | undefined;
  // feeds follow their properties a little later
  do {
    await pause(CHECK_MS, signal);
    other = feeds.find(({ effectiveMode, status }) => effectiveMode !== mode || status === 'failed');
  } while (other && other.status !== 'failed' && performance.now() < end);
  if (other) return reasonOf(other) || LATE;
  await settle(feeds, signal);
  return undefined;
}

/** Waits until no lane goes over any more, and what comes is painted; it is measured as it is where that takes too long. */
async function settle(feeds: readonly DataFeed[], signal: AbortSignal): Promise<void> {
  const end = performance.now() + TURN_MS;
  let before = placesOf(feeds);
  for (let calm = 0; calm < SETTLED && performance.now() < end; ) {
    await pause(SETTLE_MS, signal);
    const now = placesOf(feeds);
    const painted = now.paints !== before.paints || now.ticks === before.ticks;
    calm = painted && now.workers === before.workers ? calm + 1 : 0;
    before = now;
  }
}

/** What came, what of it was painted, and how many lanes are with which worker. */
function placesOf(feeds: readonly DataFeed[]) {
  let [ticks, paints] = [0, 0];
  const counts = new Map<string, number>();
  for (const { stats, tickAge, guests } of feeds) {
    ticks += stats.ticks;
    paints += tickAge.count;
    for (const { worker } of lanesOf(guests)) counts.set(worker, (counts.get(worker) ?? 0) + 1);
  }
  return { ticks, paints, workers: JSON.stringify([...counts].sort()) };
}

async function measure(
  feeds: readonly DataFeed[],
  mode: FeedMode,
  seconds: number,
  signal: AbortSignal,
): Promise<ModeFigures> {
  // one look, at the end: all is of the whole time
  const sampler = new PerformanceSampler(1);
  const conflated = conflatedOf(feeds);
  const from = performance.now();
  sampler.start(feeds);
  try {
    await pause(seconds * 1000, signal);
    const report = sampler.look(feeds);
    tellTimeline(`compare ${mode}`, from, report);
    const { framesPerSecond, frameP99, longTasks, ticksPerSecond, paintsPerSecond, tickAge, tickToPaint } = report;
    const { paintLoad, serialization, copiedPerSecond } = report;
    return Object.freeze({
      ...{ mode, ran: true, reason: '', framesPerSecond, frameP99, longTasks, ticksPerSecond, paintsPerSecond },
      ...{ paintLoad, tickAge, tickToPaint, serialization, copiedPerSecond, conflated: conflatedOf(feeds) - conflated },
    });
  } finally {
    sampler.stop();
  }
}

/** A mode that is not possible here. */
function unmeasured(mode: FeedMode, reason: string): ModeFigures {
  const none = Number.NaN;
  const times = Object.freeze({ p50: none, p95: none, p99: none, max: none });
  return Object.freeze({
    ...{ mode, ran: false, reason, framesPerSecond: none, frameP99: none, longTasks: none, ticksPerSecond: none },
    ...{ paintsPerSecond: none, tickAge: times, tickToPaint: times, serialization: none, copiedPerSecond: none },
    ...{ paintLoad: none, conflated: none },
  });
}

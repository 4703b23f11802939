import type { FeedStatus } from '../../feed/protocol.js';
import type { Texts, WordsOf } from '../shared/strings.js';

/** Every word that the monitor shows, in English. `{why}` and so on stand for what is put in. */
export const MONITOR_ENGLISH = {
  title: 'Performance',
  framesPerSecond: 'frames/s',
  resting: 'resting',
  hidden: 'hidden',
  frameP99: 'frame p99',
  paintP99: 'paints p99',
  paintLoad: 'paints',
  longTasks: 'long tasks',
  longestTask: 'longest task',
  inputDelay: 'input delay',
  p99: 'tick to paint p99',
  p50: 'tick to paint p50',
  p95: 'tick to paint p95',
  max: 'tick to paint max',
  ageP50: 'tick age p50',
  ageP99: 'tick age p99',
  silence: 'last message',
  ticksPerSecond: 'ticks/s',
  paintsPerSecond: 'painted/s',
  queued: 'queued',
  conflated: 'conflated',
  rejected: 'rejected',
  errors: 'errors',
  gaps: 'gaps',
  reconnects: 'reconnects',
  workers: 'workers',
  lanes: 'lanes',
  laneBytes: 'lane memory',
  heapBytes: 'heap',
  serialization: 'serialization',
  copiedPerSecond: 'copied/s',
  cost: 'own cost',
  feeds: 'Feeds',
  feed: 'feed',
  status: 'status',
  mode: 'mode',
  unnamed: 'unnamed',
  /** How the connection of a feed is. */
  statusIdle: 'idle',
  statusConnecting: 'connecting',
  statusLive: 'live',
  statusStale: 'stale',
  statusReconnecting: 'reconnecting',
  statusClosed: 'closed',
  statusFailed: 'failed',
  dismiss: 'Dismiss',
  /** How prices cross threads: the switch, and what is shown of feeds. */
  modes: 'How prices cross threads',
  modeAuto: 'auto',
  modeShared: 'shared',
  modeBatched: 'batched',
  modeIndividual: 'individual',
  /** What stands where the page's own attributes decide. */
  fixed: 'The page has chosen.',
  compare: 'Compare modes',
  stop: 'Stop',
  comparing: 'Measuring',
  comparison: 'Modes compared',
  notPossible: 'not possible here',
  notCompared: 'The comparison did not come to its end.',
  /** Notices. */
  failed: 'A feed cannot run on this page.',
  batched: 'Prices cross threads in batches here, not through shared memory. All works, with a little more effort.',
  individual: 'Prices cross threads one by one here, which takes the most effort.',
  because: 'The reason:',
  isolation: 'How to isolate a page: docs/isolation.md',
  /** Reasons for a mode, and why one is not possible. */
  isolated: 'the page is cross-origin isolated',
  insecure: 'the page is not secure: serve it with https or from localhost',
  unisolated: 'the page is not cross-origin isolated, so it has no shared memory: serve it with {headers}',
  byPage: 'mode="{mode}"',
  byVisitor: "the visitor's choice",
  impossible: '{asked} is not possible: {why}',
  late: 'it did not start in time',
} as const satisfies Texts;

/** All of them, in any language. */
export type Words = WordsOf<typeof MONITOR_ENGLISH>;

/** Words to show in place of the language's; those left out stay. */
export type PerformanceStrings = Partial<Words>;

const STATUSES: Readonly<Record<FeedStatus, keyof Words>> = {
  ...{ idle: 'statusIdle', connecting: 'statusConnecting', live: 'statusLive', stale: 'statusStale' },
  ...{ reconnecting: 'statusReconnecting', closed: 'statusClosed', failed: 'statusFailed' },
};

/** How a connection is, in words. */
export function statusWord(words: Words, status: FeedStatus): string {
  return words[STATUSES[status]];
}

/** What a mode is called. */
export function modeWord(words: Words, mode: string): string {
  const known: Readonly<Record<string, string>> = {
    ...{ auto: words.modeAuto, shared: words.modeShared },
    ...{ batched: words.modeBatched, individual: words.modeIndividual },
  };
  return known[mode] ?? mode;
}

import type { FeedStatus } from '../../feed/protocol.js';
import type { FeedMode } from '../data-feed/feed-events.js';
import type { ModeComparison } from './mode-comparison.js';

/** Milliseconds that 50, 95, 99 of a hundred times are not above, and the longest; right to 9%; NaN: there were none. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** From the feed worker's receipt of a tick to the end of the frame that painted it, in the last ten seconds. */
export type TickToPaint = Quantiles;

/** How a feed does, or all of them together. */
export interface FeedFigures {
  /** Trades and quotes for somebody's lane, in the last second. */
  readonly ticksPerSecond: number;
  /** Ticks that widgets showed: at most one in a frame for each of them. */
  readonly paintsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Milliseconds since the last message, heartbeats included; of several feeds the least; NaN before the first. */
  readonly silence: number;
  /** How old the newest tick of each lane was, by its receipt, whenever the monitor looked in the last ten seconds. Symbols that tick rarely have old ones. */
  readonly tickAge: Quantiles;
  readonly tickToPaint: TickToPaint;
  /** Milliseconds of the last second that threads spent in packing for each other and unpacking; 0 in shared mode. */
  readonly serialization: number;
  /** Bytes of ticks and values that were copied from thread to thread in the last second; 0 in shared mode. */
  readonly copiedPerSecond: number;
  /** Ticks that wait in rings now; NaN in less than shared mode, in which rings are out of the page's sight. */
  readonly queued: number;
  /** Since the feed came, as `stats` of `<data-feed>` counts them. */
  readonly conflated: number;
  readonly rejected: number;
  readonly gaps: number;
  readonly errors: number;
  readonly reconnects: number;
  /** Lanes of widgets, and the bytes of the page's memory that they own. */
  readonly lanes: number;
  readonly laneBytes: number;
  /** Workers that run kernels for these lanes, and the feeds' own. */
  readonly workers: number;
}

/** One feed's figures. */
export interface FeedReport extends FeedFigures {
  readonly id: string;
  readonly status: FeedStatus;
  readonly mode: FeedMode | null;
  /** Why it runs in that mode, or cannot run; empty: nothing is to be said of it. */
  readonly reason: string;
}

/** How the page's frame loop is: it asks for frames, or nothing moves, or the page is hidden and gets none. */
export type FrameLoopState = 'running' | 'resting' | 'hidden';

/** How the page does. NaN: not known, or the browser does not tell. Quantiles and sums are of the last ten seconds, where nothing else is said. */
export interface PageFigures {
  readonly frameLoop: FrameLoopState;
  /** Frames a second while the loop ran, in the last second; NaN: it rested, or the page was hidden. A loop that is stuck has 0. */
  readonly framesPerSecond: number;
  /** Milliseconds from frame to frame that 99 of 100 are not above. */
  readonly frameP99: number;
  /** Milliseconds that the paints of a frame took together, 99 of 100. */
  readonly paintP99: number;
  /** Milliseconds of script that all paints took of the last second. */
  readonly paintLoad: number;
  /** Tasks of more than 50 ms on the main thread, and the longest of them in ms. */
  readonly longTasks: number;
  readonly longestTask: number;
  /**
   * Milliseconds from an input to the begin of its handling, the longest, of inputs which took 16 ms or more up to the next frame: of others
   * browsers do not tell. NaN: there were none.
   */
  readonly inputDelay: number;
  /** Bytes of the page's JavaScript heap, where the browser has `performance.memory`. */
  readonly heapBytes: number;
  /** Bytes of the memory that lanes are in, in use or not. */
  readonly sharedBytes: number;
}

/** Everything that `<performance-monitor>` knows, frozen. */
export interface PerformanceReport extends PageFigures, FeedFigures {
  /** Epoch ms. */
  readonly time: number;
  /** Milliseconds of script that the monitor itself took of the last second; style and layout of what it shows come on top. */
  readonly cost: number;
  readonly feeds: readonly FeedReport[];
  /** The last comparison of modes; null: there was none. */
  readonly comparison: ModeComparison | null;
}

/**
 * How a page speaks with a feed: the words that cross between the main thread and the feed worker. Control only, by
 * comlink: connect, subscribe, errors. No tick, price or indicator value ever travels here; those go through lanes.
 */
import type { HistoryAddress } from '../memory/history.js';
import type { LaneAddress } from '../memory/page-memory.js';
import type { HistoryRequest } from './history-request.js';

/**
 * `idle` nothing asked for yet; `connecting` the first attempt; `live` messages arrive; `stale` connected, and silent for longer
 * than `stale-after`; `reconnecting` lost, and trying again; `closed` by `disconnect()`; `failed` and not trying again.
 */
export type FeedStatus = 'idle' | 'connecting' | 'live' | 'stale' | 'reconnecting' | 'closed' | 'failed';

/** What kind of trouble: with the connection, with what the source sent, with the feed's own settings, or with a symbol. */
export type FeedErrorCode = 'connection' | 'message' | 'settings' | 'symbol' | 'environment';

/** One problem, in words for the engineer who reads the console: what, where, and what instead. */
export interface FeedProblem {
  readonly code: FeedErrorCode;
  readonly message: string;
  /** Problems of the same code and reason since the last report, this one included; they are reported at most once a second. */
  readonly count: number;
}

/** A feed's settings: its element's attributes, resolved. */
export interface FeedSettings {
  /** Absolute URL, or empty for the format's public endpoint. */
  readonly src: string;
  readonly transport: string;
  readonly format: string;
  readonly map: string;
  /** WebSocket sub-protocols to offer. */
  readonly protocols: readonly string[];
  /** Milliseconds of silence after which the feed is stale. */
  readonly staleAfter: number;
  /** Absolute URL template of bars before live, or `sim:`; none where left out or empty. */
  readonly history?: string;
}

/** What the feed worker exposes. Every call is answered; none carries a tick. */
export interface FeedService {
  /** The page's memory, the feed's block and its callbacks; first of all. */
  begin(start: FeedStart, events: (event: FeedEvent) => void): void;
  /** Connects with these settings, ending a former connection; lanes stay subscribed. */
  connect(settings: FeedSettings): void;
  /** Ends the connection and all attempts. */
  disconnect(): void;
  /** Stops or resumes taking messages; the connection stays. */
  pause(paused: boolean): void;
  /** From now on ticks of each symbol go to its lane. */
  subscribe(...lanes: LaneHandover[]): void;
  /** From now on the old lane gets nothing and the new one, with all of its legs, everything; no tick goes to both or to neither. */
  replace(old: LaneAddress, ...lanes: LaneHandover[]): void;
  /** When this is answered, the worker does not know the lane any more. */
  unsubscribe(lane: LaneAddress): void;
  /** Writes the bars into the block, then answers. Nothing is written to it after the answer, or after `disconnect`. */
  history(block: HistoryHandover): Promise<HistoryAnswer>;
}

export interface FeedStart {
  readonly memory: WebAssembly.Memory;
  readonly byteLength: number;
  /** Address of the feed's counters. */
  readonly block: number;
}

/** A lane on its way to another thread. */
export interface LaneHandover {
  readonly address: LaneAddress;
  readonly symbol: string;
  /** Which of the lane's symbols this is, 0 the first. */
  readonly leg: number;
  /** Bytes of the memory at the handover: the receiver renews its views up to there. */
  readonly byteLength: number;
}

/** A history block on its way to another thread, and what shall be in it. */
export interface HistoryHandover extends HistoryRequest {
  readonly address: HistoryAddress;
  readonly byteLength: number;
}

/** What came of a request for bars; the bars themselves are in the block. */
export interface HistoryAnswer {
  /** Bars in the block. */
  readonly count: number;
  /** Rows of the answer that were no bars. */
  readonly rejected: number;
}

/** What the feed worker reports. */
export type FeedEvent =
  | { readonly type: 'status'; readonly status: FeedStatus; readonly reason?: string }
  | { readonly type: 'problem'; readonly problem: FeedProblem };

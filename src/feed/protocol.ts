/**
 * How a page speaks with a feed: the words that cross between the main thread and the feed worker. Control only, by
 * comlink: connect, subscribe, errors. No tick of a source, price or indicator value ever travels here; those go through lanes.
 * What a page pushes itself comes from the main thread, and has no other way.
 */
import type { Instrument } from '../market/instrument.js';
import type { Sent } from '../memory/batch-port.js';
import type { HistoryAddress } from '../memory/history.js';
import type { LaneAddress } from '../memory/page-memory.js';
import type { MarketTableHandle } from '../table/handle.js';
import type { HistoryRequest } from './history-request.js';
import type { AskForPart } from './parts.js';

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

/** Messages of the source that never arrived. */
export interface FeedGap {
  /** The symbol that they were of; empty: any of the feed's. */
  readonly symbol: string;
  /** The source's number of the first one missing; NaN where nobody knows. */
  readonly from: number;
  /** How many; NaN where nobody knows. */
  readonly missing: number;
  /** For people. */
  readonly reason: string;
}

/** A module that the feed worker loads when it is needed. */
export interface TransportSource {
  /** Schemes that it serves, such as `nats+ws:`. */
  readonly schemes: readonly string[];
  /** Absolute address of its code, which may be a blob's. */
  readonly url: string;
}

/** A feed's settings: its element's attributes, resolved. */
export interface FeedSettings {
  /** Absolute URLs; none for the format's public endpoint. Several share the symbols, the last of them is the spare. */
  readonly sources: readonly string[];
  readonly transport: string;
  readonly format: string;
  /** Absolute address of the codec's code, where the worker cannot find it by the format's name. */
  readonly codec?: string | undefined;
  /** Transports beside the built-in ones. */
  readonly transports?: readonly TransportSource[];
  readonly map: string;
  /** WebSocket sub-protocols to offer. */
  readonly protocols: readonly string[];
  /** Milliseconds of silence after which the feed is stale. */
  readonly staleAfter: number;
  /** Absolute URL template of bars before live, `sim:`, or `auto` for the venue's own; none where left out or empty. */
  readonly history?: string;
  /** True: the page is asked before every attempt. */
  readonly prepared?: boolean;
}

/** What a page is asked before an attempt. */
export interface ConnectAttempt {
  /** Where it goes to, as the feed would. */
  readonly url: string;
  readonly format: string;
  /** 1 the first since `connect()`. */
  readonly attempt: number;
  /** What the former connection ended with; empty at the first. */
  readonly reason: string;
}

/** What a page answers: whatever it leaves out stays as it was. */
export interface ConnectDetails {
  readonly url?: string | URL;
  /** For server-sent events and HTTP streams; a WebSocket cannot send any. */
  readonly headers?: Readonly<Record<string, string>>;
  /** WebSocket sub-protocols. */
  readonly protocols?: readonly string[];
  /** Messages to send as soon as the connection stands, before the subscriptions: a login. */
  readonly messages?: readonly (string | ArrayBuffer)[];
}

/** A tick that a page makes itself: with a price it is a trade, with bid and ask a quote, with all three both. */
export interface PushedTick {
  readonly symbol: string;
  readonly price?: number;
  readonly size?: number;
  readonly bid?: number;
  readonly ask?: number;
  readonly bidSize?: number;
  readonly askSize?: number;
  /** Epoch ms; now where left out. */
  readonly time?: number;
  readonly sequence?: number;
  readonly side?: 'buy' | 'sell';
}

/** What the feed worker exposes. Every call is answered; none carries a tick but `push`. */
export interface FeedService {
  /** The page's memory, the feed's block and its callbacks; first of all. */
  begin(
    start: FeedStart,
    events: (event: FeedEvent) => void,
    prepare?: PrepareConnect,
    part?: AskForPart,
  ): Promise<FeedBegun>;
  /** Connects with these settings, ending a former connection; lanes stay subscribed. */
  connect(settings: FeedSettings): void;
  /** Ends the connection and all attempts. */
  disconnect(): void;
  /** Stops or resumes taking messages; the connection stays. */
  pause(paused: boolean): void;
  /** Lets go of the network while the page sleeps in the back/forward cache, and takes it up again at once. */
  sleep(asleep: boolean): void;
  /** Takes ticks of the page's own. */
  push(ticks: readonly PushedTick[]): void;
  /** From now on ticks of each symbol go to its lane. */
  subscribe(...lanes: LaneHandover[]): void;
  /**
   * From now on the old lane gets nothing and the new one, with all of its legs, everything; no tick goes to both or to neither. Answers
   * what of the old one's was sent by message.
   */
  replace(old: LaneAddress, ...lanes: LaneHandover[]): Sent | undefined;
  /** From now on this is the way to a host that ticks go to by message; `single`: each in one of its own. */
  attach(channel: number, port: MessagePort, single: boolean): Promise<void>;
  /** The host has ended. */
  detach(channel: number): void;
  /** Lets the lane's ticks wait, as it moves; what was sent by message before. */
  hold(lane: LaneAddress): Sent | undefined;
  /** Sends them, those that waited first: by this channel, or into the lane's ring where it is 0. */
  resume(lane: LaneAddress, channel: number, byteLength: number): void;
  /** When this is answered, the worker does not know the lane any more. */
  unsubscribe(lane: LaneAddress): void;
  /** Writes the bars into the block, then answers. Nothing is written to it after the answer, or after `disconnect`. */
  history(block: HistoryHandover): Promise<HistoryAnswer>;
}

/** Asks the page before an attempt; undefined: as it is. */
export type PrepareConnect = (attempt: ConnectAttempt) => Promise<ConnectDetails | undefined>;

export interface FeedStart {
  /** Left out where it cannot be shared: counters, quotes and bars of history come as copies then. */
  readonly memory?: WebAssembly.Memory;
  readonly byteLength: number;
  /** Address of the feed's counters. */
  readonly block: number;
  /** Most bytes of the market table; none where left out. */
  readonly tableLimit?: number;
}

/** What a feed worker has to give once it has begun. */
export interface FeedBegun {
  /** Its market table, where other threads can have it. */
  readonly table?: MarketTableHandle;
}

/** A lane on its way to another thread. */
export interface LaneHandover {
  readonly address: LaneAddress;
  readonly symbol: string;
  /** Which of the lane's symbols this is, 0 the first. */
  readonly leg: number;
  /** Bytes of the memory at the handover: the receiver renews its views up to there. */
  readonly byteLength: number;
  /** Its ticks wait until `resume`. */
  readonly held?: boolean;
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
  /** Rows that did not begin with their bar, and were moved or merged into it. */
  readonly moved: number;
  /** The block's content, where memory is not shared. */
  readonly block?: ArrayBuffer;
}

/** What the feed worker reports. */
export type FeedEvent =
  | { readonly type: 'status'; readonly status: FeedStatus; readonly reason?: string }
  | { readonly type: 'problem'; readonly problem: FeedProblem }
  | { readonly type: 'gap'; readonly gap: FeedGap }
  | { readonly type: 'instruments'; readonly instruments: readonly Instrument[] }
  /** The feed's block as it is now, where memory is not shared. */
  | { readonly type: 'counters'; readonly block: Int32Array }
  /** Quotes by their places; `names`: of those that are new. */
  | {
      readonly type: 'quotes';
      readonly names: readonly string[];
      readonly places: Uint32Array;
      readonly values: Float64Array;
    };

import type { FeedGap, FeedProblem, FeedStatus } from '../../feed/protocol.js';
import { heardOutside } from '../shared/heard-outside.js';

/** How bytes cross threads: shared memory, one message a frame, one message a tick. */
export type FeedMode = 'shared' | 'batched' | 'individual';

/** The feed's status changed. */
export class StatusChangeEvent extends Event {
  readonly status: FeedStatus;
  readonly previous: FeedStatus;

  constructor(status: FeedStatus, previous: FeedStatus) {
    super('statuschange', heardOutside);
    this.status = status;
    this.previous = previous;
  }
}

/** Something is wrong with the connection, with what arrives, or with the feed's own settings. */
export class FeedErrorEvent extends Event implements FeedProblem {
  readonly code: FeedProblem['code'];
  readonly message: string;
  /** Problems alike since the last report, this one included: they are reported at most once a second. */
  readonly count: number;

  constructor({ code, message, count }: FeedProblem) {
    super('feederror', heardOutside);
    this.code = code;
    this.message = message;
    this.count = count;
  }
}

/** Messages of the source never arrived: a hole in its numbers, or it was away. */
export class FeedGapEvent extends Event implements FeedGap {
  /** The symbol that they were of; empty: any of the feed's. */
  readonly symbol: string;
  /** The source's number of the first one missing; NaN where nobody knows. */
  readonly from: number;
  /** How many; NaN where nobody knows. */
  readonly missing: number;
  /** For people. */
  readonly reason: string;

  constructor({ symbol, from, missing, reason }: FeedGap) {
    super('feedgap', heardOutside);
    this.symbol = symbol;
    this.from = from;
    this.missing = missing;
    this.reason = reason;
  }
}

/** The feed went over to another way of crossing threads. */
export class ModeChangeEvent extends Event {
  readonly mode: FeedMode;
  /** Why, for people. */
  readonly reason: string;

  constructor(mode: FeedMode, reason: string) {
    super('modechange', heardOutside);
    this.mode = mode;
    this.reason = reason;
  }
}

export interface DataFeedEventMap extends HTMLElementEventMap {
  statuschange: StatusChangeEvent;
  feederror: FeedErrorEvent;
  feedgap: FeedGapEvent;
  modechange: ModeChangeEvent;
}

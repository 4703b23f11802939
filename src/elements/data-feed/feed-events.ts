import type { FeedProblem, FeedStatus } from '../../feed/protocol.js';
import { heardOutside } from '../shared/heard-outside.js';

/** How bytes cross threads: shared memory, one message a frame, one message a tick. Only `shared` exists so far. */
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

/** The source's own numbers have a hole: messages are missing. */
export interface FeedGapEvent extends Event {
  readonly type: 'feedgap';
  readonly symbol: string;
  /** The first sequence number missing, and how many. */
  readonly from: number;
  readonly missing: number;
}

/** The feed went over to another way of crossing threads. */
export interface ModeChangeEvent extends Event {
  readonly type: 'modechange';
  readonly mode: FeedMode;
}

export interface DataFeedEventMap extends HTMLElementEventMap {
  statuschange: StatusChangeEvent;
  feederror: FeedErrorEvent;
  feedgap: FeedGapEvent;
  modechange: ModeChangeEvent;
}

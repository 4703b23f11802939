import type { Compiled } from '../../indicators/compile.js';
import type { Instruction } from '../../memory/lane.js';
import type { HostKind } from '../../runtime/host.js';

/** What a widget wants of its feed. */
export interface TickerRequest {
  /** As it was written: a symbol, or an expression over symbols. */
  readonly symbol: string;
  /** The symbols to subscribe to. */
  readonly legs: readonly string[];
  /** Makes the price of the legs' prices; empty: the first leg's is the price. */
  readonly program: readonly Instruction[];
  /** Indicators and alerts. Two with one `planKey` are the same. */
  readonly compiled: Compiled;
  readonly planKey: string;
  /** Milliseconds of a bar; 0: the plan steps on ticks. */
  readonly interval: number;
  /** The same as attributes and history requests write it. */
  readonly intervalName: string;
  /** Bars, or ticks, that are kept for the plan that comes after, and asked for as history. */
  readonly keep: number;
  /** Milliseconds per point of the trail; 0: one point per tick. */
  readonly bucket: number;
  /** What `change` is against; NaN: the session's open. */
  readonly previousClose: number;
  /** IANA name of the zone whose midnight begins the session. */
  readonly timeZone: string;
}

/** Where a widget's kernel runs, for its `lane` property. */
export interface LaneAccount {
  readonly address: number;
  readonly bytes: number;
  readonly host: HostKind;
  readonly worker: string;
}

const FIELDS = ['symbol', 'planKey', 'interval', 'keep', 'bucket', 'timeZone'] as const;

/** Whether a lane that was made for the one will do for the other. */
export function sameLane(a: TickerRequest, b: TickerRequest): boolean {
  return FIELDS.every((field) => a[field] === b[field]);
}

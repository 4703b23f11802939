import type { Compiled } from '../../indicators/compile.js';
import { SLOT } from '../../memory/layout.js';

/** Where each value stands in a slot reader's `values`. */
const INDEX = {
  last: (SLOT.LAST - SLOT.VALUES) >> 3,
  bid: (SLOT.BID - SLOT.VALUES) >> 3,
  bidSize: (SLOT.BID_SIZE - SLOT.VALUES) >> 3,
  ask: (SLOT.ASK - SLOT.VALUES) >> 3,
  askSize: (SLOT.ASK_SIZE - SLOT.VALUES) >> 3,
  open: (SLOT.OPEN - SLOT.VALUES) >> 3,
  high: (SLOT.HIGH - SLOT.VALUES) >> 3,
  low: (SLOT.LOW - SLOT.VALUES) >> 3,
  change: (SLOT.CHANGE - SLOT.VALUES) >> 3,
  changePercent: (SLOT.CHANGE_PERCENT - SLOT.VALUES) >> 3,
  volume: (SLOT.VOLUME - SLOT.VALUES) >> 3,
  vwap: (SLOT.VWAP - SLOT.VALUES) >> 3,
  time: (SLOT.TIME - SLOT.VALUES) >> 3,
  received: (SLOT.RECEIVED - SLOT.VALUES) >> 3,
  ticks: (SLOT.TICKS - SLOT.VALUES) >> 3,
  trades: (SLOT.TRADES - SLOT.VALUES) >> 3,
  conflated: (SLOT.CONFLATED - SLOT.VALUES) >> 3,
  oldest: (SLOT.OLDEST - SLOT.VALUES) >> 3,
  late: (SLOT.LATE - SLOT.VALUES) >> 3,
  dropped: (SLOT.DROPPED - SLOT.VALUES) >> 3,
  signalsLost: (SLOT.LOST - SLOT.VALUES) >> 3,
} as const;
const OUTPUTS = (SLOT.OUTPUTS - SLOT.VALUES) >> 3;

type Name = keyof typeof INDEX;
const NAMES = Object.keys(INDEX) as Name[];
const COUNTS: readonly Name[] = ['volume', 'ticks', 'trades', 'conflated', 'late', 'dropped', 'signalsLost'];

/**
 * What a ticker knows. Prices are in the instrument's currency, times in epoch ms; NaN: not known yet. `open`, `high`, `low`,
 * `volume` and `vwap` cover the session, `change` is against the previous close, else the open, `changePercent` 1.5 is 1.5%.
 * `oldest`: when that of its symbols was received last which has been silent for the longest. `late` ticks corrected the bar
 * before the forming one, `dropped` ones were older than that. `signalsLost`: alerts that fired faster than the page took them.
 */
export type TickerValues = Readonly<Record<Name, number>> & {
  /** Indicators by name: `fast`, `macd.signal`. */
  readonly indicators: Readonly<Record<string, number>>;
};

/** A slot's values, with what its lane was made for. */
export interface Outputs {
  readonly values: Float64Array;
  readonly compiled: Compiled;
}

/** One of a slot's values; NaN, or 0 of counts, where there is no slot. */
export function readValue(values: Float64Array | undefined, name: Name): number {
  return values ? (values[INDEX[name]] as number) : COUNTS.includes(name) ? 0 : Number.NaN;
}

const places = new WeakMap<Compiled, ReadonlyMap<string, number>>();

function placesOf(compiled: Compiled): ReadonlyMap<string, number> {
  let known = places.get(compiled);
  if (!known) {
    known = new Map(compiled.outputs.map(({ name }, index) => [name, OUTPUTS + index]));
    places.set(compiled, known);
  }
  return known;
}

/** An indicator's value; a lane that is about to be replaced may lack it: NaN. */
export function readOutput(outputs: Outputs | undefined, name: string): number {
  const place = outputs && placesOf(outputs.compiled).get(name);
  return place === undefined ? Number.NaN : (outputs?.values[place] as number);
}

/** Everything at once, frozen. */
export function takeSnapshot(outputs: Outputs | undefined, compiled: Compiled | undefined): TickerValues {
  const values = Object.fromEntries(NAMES.map((name) => [name, readValue(outputs?.values, name)])) as Record<
    Name,
    number
  >;
  const indicators = (compiled?.outputs ?? []).map(({ name }) => [name, readOutput(outputs, name)]);
  return Object.freeze({ ...values, indicators: Object.freeze(Object.fromEntries(indicators)) });
}

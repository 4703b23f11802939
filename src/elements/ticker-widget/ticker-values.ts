import type { Indicator } from '../../indicators/plan.js';
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
} as const;
const OUTPUTS = (SLOT.OUTPUTS - SLOT.VALUES) >> 3;

type Name = keyof typeof INDEX;
const NAMES = Object.keys(INDEX) as Name[];
const COUNTS: readonly Name[] = ['volume', 'ticks', 'trades', 'conflated'];

/**
 * What a ticker knows. Prices are in the instrument's currency, times in epoch ms; NaN: not known yet. `open`, `high`, `low`,
 * `volume` and `vwap` cover the session, `change` is against the previous close, else the open, `changePercent` 1.5 is 1.5%.
 */
export type TickerValues = Readonly<Record<Name, number>> & {
  /** Indicators by name. */
  readonly indicators: Readonly<Record<string, number>>;
};

/** A plan's outputs, as a lane has them that was made for these periods. */
export interface Outputs {
  readonly values: Float64Array;
  readonly periods: readonly number[];
}

/** One of a slot's values; NaN, or 0 of counts, where there is no slot. */
export function readValue(values: Float64Array | undefined, name: Name): number {
  return values ? (values[INDEX[name]] as number) : COUNTS.includes(name) ? 0 : Number.NaN;
}

/** An indicator's value; equal periods have equal values, and a lane that is about to be replaced may lack it: NaN. */
export function readOutput(outputs: Outputs | undefined, { period }: Indicator): number {
  const index = outputs?.periods.indexOf(period) ?? -1;
  return outputs && index >= 0 ? (outputs.values[OUTPUTS + index] as number) : Number.NaN;
}

/** Everything at once, frozen. */
export function takeSnapshot(outputs: Outputs | undefined, plan: readonly Indicator[]): TickerValues {
  const values = Object.fromEntries(NAMES.map((name) => [name, readValue(outputs?.values, name)])) as Record<
    Name,
    number
  >;
  const indicators = plan.map((step) => [step.name, readOutput(outputs, step)]);
  return Object.freeze({ ...values, indicators: Object.freeze(Object.fromEntries(indicators)) });
}

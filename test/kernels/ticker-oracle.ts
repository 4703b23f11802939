/** What a ticker lane should publish, computed naively from the whole history: the tests' yardstick for the kernel. */
import { FLAG, KIND } from '../../src/memory/layout.js';

/** A tick as the tests write it. */
export interface TestTick {
  readonly kind: number;
  readonly time: number;
  readonly price: number;
  readonly size: number;
  readonly ask: number;
  readonly askSize: number;
  readonly flags: number;
}

/** A plain trade. */
export const trade = (time: number, price: number, size = 1): TestTick => ({
  kind: KIND.TRADE,
  time,
  price,
  size,
  ask: 0,
  askSize: 0,
  flags: 0,
});

const DAY = 86_400_000;

/** Values by name after these ticks; NaN for what is not known. `offset`: local minus UTC of the session's zone, ms. */
export function expectedValues(
  ticks: readonly TestTick[],
  periods: readonly number[],
  previousClose = Number.NaN,
  offset = 0,
) {
  const trades = ticks.filter((tick) => tick.kind === KIND.TRADE);
  const isCounted = (tick: TestTick) => !(tick.kind === KIND.TRADE && tick.flags & FLAG.REFERENCE);
  const priceOf = (tick: TestTick) => (tick.kind === KIND.TRADE ? tick.price : 0.5 * (tick.price + tick.ask));
  const series = trades.length > 0 ? trades : ticks;
  // sessions run over all ticks: the newest day seen so far; a tick of an older day leaves its figures alone
  let day = Number.NEGATIVE_INFINITY;
  let session: TestTick[] = [];
  for (const tick of ticks) {
    const own = Math.floor((tick.time + offset) / DAY);
    if (own > day) {
      day = own;
      session = [];
    }
    if (own === day && series.includes(tick)) session.push(tick);
  }
  const prices = session.map(priceOf);
  const open = prices[0] ?? Number.NaN;
  const volumes = session.filter((tick) => tick.kind === KIND.TRADE && isCounted(tick));
  const volume = volumes.reduce((sum, tick) => sum + tick.size, 0);
  const notional = volumes.reduce((sum, tick) => sum + tick.price * tick.size, 0);
  const last = series.length ? priceOf(series.at(-1) as TestTick) : Number.NaN;
  const steps = series.filter(isCounted).map(priceOf);
  const quote = ticks.findLast((tick) => tick.kind === KIND.QUOTE);
  const base = Number.isNaN(previousClose) ? open : previousClose;
  return {
    LAST: last,
    BID: quote?.price ?? Number.NaN,
    BID_SIZE: quote?.size ?? Number.NaN,
    ASK: quote?.ask ?? Number.NaN,
    ASK_SIZE: quote?.askSize ?? Number.NaN,
    OPEN: open,
    HIGH: prices.length ? Math.max(...prices) : Number.NaN,
    LOW: prices.length ? Math.min(...prices) : Number.NaN,
    CHANGE: last - base,
    CHANGE_PERCENT: (100 * (last - base)) / Math.abs(base),
    VOLUME: volume,
    VWAP: notional / volume,
    TIME: ticks.at(-1)?.time ?? Number.NaN,
    TICKS: ticks.filter(isCounted).length,
    TRADES: trades.filter(isCounted).length,
    averages: periods.map((period) =>
      steps.length < period ? Number.NaN : steps.slice(-period).reduce((sum, price) => sum + price, 0) / period,
    ),
    steps,
  };
}

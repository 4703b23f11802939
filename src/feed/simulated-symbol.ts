/**
 * One simulated instrument: a random walk through calm and stormy times, a spread around it, and trades at its edges. Its
 * path depends on the seed, its name and how often it has ticked, and on nothing else: not on the clock, nor on other symbols.
 */
import type { EpochMs } from '../market/tick.js';
import { TICK_FLAG } from '../market/tick.js';
import type { TickSink } from './codec.js';
import { hashText, normal, randomStream } from './random.js';
import { profileOf } from './simulated-names.js';

/** Deviation of one step, and the mean spread, as fractions of the price in normal times. */
const STEP = 4e-5;
const SPREAD = 5e-5;
/** Chance that a quote begins other times, anything from dead calm to this many times as lively as normal, most often calm. */
const CHANGE = 0.004;
const STORM = 6;
/** How strongly a tick is drawn towards the starting price, so that a day's walk stays within some percent of it. */
const PULL = 2e-6;
/** Deviation of the logarithm of sizes. */
const SIZE_DEVIATION = 0.9;
/** How many of the ticks are trades where nobody says. */
export const TRADE_SHARE = 0.5;

export interface SimulatedSymbol {
  readonly name: string;
  /** Whether the market lists it now. */
  listed: boolean;
  /** Emits the next trade or quote; the first is a quote where there are quotes at all, and trades happen at the last bid or ask. Creates no object. */
  tickInto(sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'>, time: EpochMs): void;
}

/** An instrument at its starting price. `tradeShare`: which part of its ticks are trades, 0 to 1; at 1 even the first. */
export function simulateSymbol(name: string, seed: number, tradeShare: number = TRADE_SHARE): SimulatedSymbol {
  const { price, decimals, size, sizeDecimals } = profileOf(name, seed);
  const random = randomStream(hashText(name, ~seed));
  // Prices are counted in ticks of the grid, so that dividing by this gives the double nearest to the decimal.
  const scale = 10 ** decimals;
  const sizeScale = 10 ** sizeDecimals;
  const start = price * scale;
  let fair = start;
  let bid = 0;
  let ask = 0;
  let liveliness = 1;
  let sequence = 0;

  const onGrid = (value: number) => Math.max(1, Math.round(value));
  /** Log-normal, on the size grid, never zero. */
  const drawSize = () => onGrid(size * sizeScale * Math.exp(SIZE_DEVIATION * normal(random))) / sizeScale;

  const move = () => {
    if (random() < CHANGE) liveliness = STORM * random() * random();
    const step = fair * STEP * liveliness * normal(random) + (start - fair) * PULL;
    // A price that nears zero would stick there; the walk turns back at a tenth of where it began.
    fair = Math.max(fair + step, start * 0.1, 2);
    const spread = onGrid(fair * SPREAD * (0.5 + liveliness / 2) * (0.5 + random()));
    bid = onGrid(fair - spread / 2);
    ask = bid + spread;
  };

  return {
    name,
    listed: false,
    tickInto(sink, time) {
      const symbol = sink.symbol(name);
      const quoted = sequence++ > 0;
      // where nobody quotes, the market moves with its trades
      if (tradeShare === 1) move();
      if (tradeShare === 1 || (quoted && random() < tradeShare)) {
        const buys = random() < 0.5;
        const flags = buys ? TICK_FLAG.BUY : TICK_FLAG.SELL;
        sink.trade(symbol, time, (buys ? ask : bid) / scale, drawSize(), sequence, flags);
      } else {
        move();
        sink.quote(symbol, time, bid / scale, drawSize(), ask / scale, drawSize(), sequence);
      }
    },
  };
}

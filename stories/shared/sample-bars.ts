/** Bars as columns, the oldest first. */
export interface SampleBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  /** Epoch ms. */
  readonly time: Float64Array;
}

const MINUTE = 60_000;
const BEGIN = Date.UTC(2025, 0, 6, 14, 30);
/** Trades that make a bar. */
const TRADES = 12;

/** A made-up market of one-minute bars, the same for the same seed: a random walk that trends, turns and rests. */
export function sampleBars(count: number, seed: number): SampleBars {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const make = () => new Float64Array(count);
  const [open, high, low, close, volume, bid, ask, time] = [
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
  ];
  let price = 100;
  for (let bar = 0; bar < count; bar++) {
    const trend = 0.0017 * Math.sin(bar / 11) + 0.0008 * Math.sin(bar / 37);
    const restless = 0.0024 + 0.0016 * Math.sin(bar / 29) ** 2;
    open[bar] = high[bar] = low[bar] = price;
    for (let trade = 0; trade < TRADES; trade++) {
      price *= 1 + trend / TRADES + restless * (random() + random() - 1);
      high[bar] = Math.max(high[bar] as number, price);
      low[bar] = Math.min(low[bar] as number, price);
    }
    close[bar] = price;
    volume[bar] = Math.round(200 + 900 * random() + 400_000 * Math.abs(price / (open[bar] as number) - 1) * random());
    bid[bar] = price - 0.02;
    ask[bar] = price + 0.02;
    time[bar] = BEGIN + bar * MINUTE;
  }
  return { open, high, low, close, volume, bid, ask, time };
}

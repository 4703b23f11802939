/** A widget's worker without shared memory: keeps the figures and SMA(20) in JavaScript, tick by tick. */
import type { PostedTick } from './messages-feed.worker.ts';
import { Samples } from './samples.ts';

const PERIOD = 20;
const samples = new Samples();
const { timeOrigin } = performance;
const window = new Float64Array(PERIOD);
const values = {
  last: Number.NaN,
  bid: Number.NaN,
  ask: Number.NaN,
  high: -Infinity,
  low: Infinity,
  volume: 0,
  vwap: Number.NaN,
  sma: Number.NaN,
  time: 0,
  ticks: 0,
};
let notional = 0;
let sum = 0;
let count = 0;

function take(tick: PostedTick): void {
  if (tick.type === 'trade') {
    const { price, size } = tick;
    values.last = price;
    values.high = Math.max(values.high, price);
    values.low = Math.min(values.low, price);
    values.volume += size;
    notional += price * size;
    values.vwap = notional / values.volume;
    sum += price - (window[count % PERIOD] as number);
    window[count % PERIOD] = price;
    count++;
    if (count >= PERIOD) values.sma = sum / PERIOD;
  } else {
    values.bid = tick.bid;
    values.ask = tick.ask;
  }
  values.time = tick.time;
  values.ticks++;
}

/** The way from the feed worker, once; without one: the samples are wanted. */
export interface WidgetOrder {
  readonly port: MessagePort;
  /** Keep time; widgets that do not do the same work and nothing else. */
  readonly timed: boolean;
}

/** Latencies since the last answer, and ticks since the start. */
export interface WidgetAnswer {
  readonly samples: Float64Array;
  readonly ticks: number;
}

globalThis.onmessage = ({ data }: MessageEvent<WidgetOrder | undefined>) => {
  if (data) {
    const { port, timed } = data;
    port.onmessage = ({ data: posted }: MessageEvent<PostedTick | readonly PostedTick[]>) => {
      if (Array.isArray(posted)) {
        for (const tick of posted) take(tick);
        return;
      }
      const tick = posted as PostedTick;
      take(tick);
      if (timed) samples.add(timeOrigin + performance.now() - tick.received);
    };
  }
  const answer: WidgetAnswer = { samples: samples.take(), ticks: values.ticks };
  postMessage(answer);
};

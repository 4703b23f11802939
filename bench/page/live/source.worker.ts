import { ageOf, type Course, quantile } from '../../live/arithmetic.ts';
import { type JsonTick, subscribe } from './socket.ts';

/** Values as they were painted at one time. */
export interface PaintedBatch {
  readonly do: 'compare';
  /** Epoch ms. */
  readonly time: number;
  readonly values: readonly { readonly symbol: string; readonly value: number; readonly half: number }[];
}

export type SourceOrder =
  | { readonly do: 'connect'; readonly url: string; readonly symbols: readonly string[] }
  | PaintedBatch
  | { readonly do: 'finish' };

/** How old painted values were: since when another price had taken their place, ms. */
export interface Checked {
  readonly looks: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Values that the source has not sent in the last seconds. */
  readonly wrong: number;
}

/** Milliseconds that this worker lets its own messages catch up before it compares. */
const PATIENCE_MS = 1000;
/** Prices of a symbol that are remembered: of some seconds for the liveliest one. */
const KEPT = 4096;

const courses = new Map<string, { readonly times: number[]; readonly prices: number[] }>();
const ages: number[] = [];
let open = 0;
let finished = false;
let connected = false;

function take(ticks: readonly JsonTick[]): void {
  for (const { type, symbol, price, time } of ticks) {
    if (type !== 'trade') continue;
    const course = courses.get(symbol) ?? { times: [], prices: [] };
    courses.set(symbol, course);
    course.times.push(time);
    course.prices.push(price);
    if (course.times.length <= KEPT) continue;
    course.times.splice(0, KEPT / 2);
    course.prices.splice(0, KEPT / 2);
  }
  if (!connected) postMessage(undefined);
  connected = true;
}

function compare({ time, values }: PaintedBatch): void {
  for (const { symbol, value, half } of values) {
    const course = courses.get(symbol) as Course | undefined;
    // what was painted before this worker heard of the symbol cannot be told
    if (!course || (course.times[0] as number) > time - PATIENCE_MS) continue;
    ages.push(ageOf(course, value, half, time));
  }
  open--;
  tell();
}

function tell(): void {
  if (!finished || open > 0) return;
  const sorted = Float64Array.from(ages.filter(Number.isFinite)).sort();
  const checked: Checked = {
    looks: ages.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    longest: sorted.at(-1) ?? Number.NaN,
    wrong: ages.length - sorted.length,
  };
  postMessage(checked);
}

self.onmessage = ({ data }: MessageEvent<SourceOrder>) => {
  if (data.do === 'connect') subscribe(data.url, data.symbols, take);
  else if (data.do === 'compare') {
    open++;
    setTimeout(() => compare(data), PATIENCE_MS);
  } else {
    finished = true;
    tell();
  }
};

/** What indicators do, found by having their kernel do it: when the first value comes, and what a gap hides. */
import type { CatalogEntry } from '../src/indicators/catalog/index.js';
import { compilePlan } from '../src/indicators/compiled-plan.js';
import { compute, type Results, ready } from '../src/indicators/compute.js';

const BARS = 600;
/** Where a gap is tried; any of them hides the same, unless an output is unknown at times anyway. */
const GAPS = [200, 237, 260, 311, 350, 399];
/** Behind this many bars no gap is looked for. */
const REACH = 150;
const TOLERANCE = 1e-9;

/** What one bar without values does to an output. */
export interface Gap {
  /** Bars whose results it hides, counted from it. */
  readonly hidden: readonly number[];
  /** Results after these differ from those without a gap. */
  readonly lasting: boolean;
}

/** Bars before an output's first value; `later`: it may be more, as the prices have it. */
export interface FirstBar {
  readonly first: number;
  readonly later: boolean;
}

type Columns = Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume' | 'time', Float64Array>>;

/** How an indicator is called with all defaults. */
export function callOf({ name, series }: CatalogEntry): string {
  const given = ['close', 'open'].slice(0, series.filter(({ otherwise }) => otherwise === undefined).length);
  return given.length > 0 ? `${name}(${given.join(', ')})` : name;
}

/** Per output, how many bars pass before its first value. */
export async function firstBars(entry: CatalogEntry): Promise<FirstBar[]> {
  const { outputs } = compilePlan(callOf(entry));
  const runs = [await resultsOf(entry, bars()), await resultsOf(entry, line(1)), await resultsOf(entry, line(-1))];
  return outputs.map(({ name, warmup }) => {
    const firsts = runs.map((results) => results[name]?.findIndex((value) => !Number.isNaN(value)));
    return { first: warmup, later: firsts.some((first) => first !== warmup) };
  });
}

/** Per output, what a bar without values does. */
export async function afterGap(entry: CatalogEntry): Promise<Gap[]> {
  const whole = await resultsOf(entry, bars());
  const holed: Results[] = [];
  for (const gap of GAPS) holed.push(await resultsOf(entry, bars(gap)));
  return Object.entries(whole).map(([name, values]) => {
    const columns = holed.map((results) => results[name] as Float64Array);
    const hidden: number[] = [];
    for (let bar = 0; bar < REACH; bar++) {
      const seen = GAPS.flatMap((gap, at) =>
        Number.isNaN(values[gap + bar]) ? [] : [Number.isNaN(columns[at]?.[gap + bar])],
      );
      if (seen.length > 0 && seen.every(Boolean)) hidden.push(bar);
    }
    const past = (hidden.at(-1) ?? 0) + 1;
    const lasting = GAPS.some((gap, at) =>
      values.subarray(gap + past).some((value, bar) => !alike(value, columns[at]?.[gap + past + bar] as number)),
    );
    return { hidden, lasting };
  });
}

const alike = (a: number, b: number) =>
  Object.is(a, b) || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), 1);

async function resultsOf(entry: CatalogEntry, columns: Columns): Promise<Results> {
  await ready;
  return compute(callOf(entry), columns);
}

/** Bars that go one way, by `step` at a time. */
function line(step: number): Columns {
  const close = Float64Array.from({ length: BARS }, (_, bar) => 1000 + step * bar);
  const open = close.map((value) => value - step);
  const [high, low] = [close.map((value) => value + 2), close.map((value) => value - 2)];
  return { open, high, low, close, volume: close, time: close.map((_, bar) => bar * 60_000) };
}

/** A walk of bars, the same on every machine; the bar at `gap` has no values. */
function bars(gap = -1): Columns {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const make = () => new Float64Array(BARS);
  const columns = { open: make(), high: make(), low: make(), close: make(), volume: make(), time: make() };
  let price = 100;
  for (let bar = 0; bar < BARS; bar++) {
    const open = price;
    price *= 0.99 + 0.02 * random();
    columns.open[bar] = open;
    columns.high[bar] = Math.max(open, price) * (1 + 0.003 * random());
    columns.low[bar] = Math.min(open, price) * (1 - 0.003 * random());
    columns.close[bar] = price;
    columns.volume[bar] = 1 + 1000 * random();
    columns.time[bar] = bar * 60_000;
  }
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
    if (gap >= 0) columns[name][gap] = Number.NaN;
  }
  return columns;
}

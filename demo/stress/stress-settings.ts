import { element } from '../element.js';

/** Where ticks are made. */
export type Source = 'page' | 'gateway';

/** What the page's controls say. */
export interface StressSettings {
  readonly symbols: number;
  /** Ticks a second over all symbols. */
  readonly rate: number;
  readonly mode: string;
  readonly workers: string;
  readonly source: Source;
}

/** What the benchmark of the page's address does. */
export interface BenchmarkSettings {
  readonly rates: readonly number[];
  /** For how long each is measured. */
  readonly seconds: number;
}

const WITHIN_TEN = [1, 2, 3, 4, 6, 8];
const steps = (from: number, to: number) => {
  const all: number[] = [];
  for (let ten = from; ten < to; ten *= 10)
    all.push(...WITHIN_TEN.map((step) => step * ten).filter((step) => step < to));
  return [...all, to];
};

/** Places of the sliders: as far apart in ratio, not in difference. */
export const RATES = steps(100, 1_000_000);
export const SYMBOLS = [...steps(10, 1000), 1500, 2000, 3000, 4000, 5000];

const BENCHMARK_RATES = [1000, 10_000, 60_000, 250_000, 1_000_000];
const BENCHMARK_SECONDS = 4;

const whole = new Intl.NumberFormat();
const form = () => element<HTMLFormElement>('settings');
const text = (name: string) => String(new FormData(form()).get(name) ?? '');
const slider = (name: string) => form().elements.namedItem(name) as HTMLInputElement;

/** The place that is nearest to a number, in ratio. */
function placeOf(places: readonly number[], value: number): number {
  const distance = (place: number) => Math.abs(Math.log(place / value));
  return places.reduce((best, place, index) => (distance(place) < distance(places[best] as number) ? index : best), 0);
}

/** Lets sliders stand for numbers, and say them. */
export function prepareSettings(search: string): BenchmarkSettings {
  const query = new URLSearchParams(search);
  const number = (name: string, least: number, most: number, otherwise: number) =>
    Math.min(most, Math.max(least, Number(query.get(name)) || otherwise));
  for (const [name, places, otherwise] of [
    ['symbols', SYMBOLS, 1000],
    ['rate', RATES, 10_000],
  ] as const) {
    const input = slider(name);
    input.max = String(places.length - 1);
    input.value = String(placeOf(places, number(name, places[0] as number, places.at(-1) as number, otherwise)));
    input.addEventListener('input', saySliders);
  }
  for (const name of ['mode', 'workers', 'source']) {
    const field = form().elements.namedItem(name) as RadioNodeList | HTMLSelectElement;
    const wanted = query.get(name);
    if (wanted) field.value = wanted;
  }
  saySliders();
  const rates = (query.get('rates') ?? '')
    .split(',')
    .map(Number)
    .filter((rate) => rate > 0 && rate <= 1_000_000);
  return {
    rates: rates.length ? rates : BENCHMARK_RATES,
    seconds: number('seconds', 0.2, 60, BENCHMARK_SECONDS),
  };
}

export function readSettings(): StressSettings {
  return {
    symbols: SYMBOLS[Number(slider('symbols').value)] as number,
    rate: RATES[Number(slider('rate').value)] as number,
    mode: text('mode') || 'auto',
    workers: text('workers') || 'auto',
    source: text('source') === 'gateway' ? 'gateway' : 'page',
  };
}

/** Shows a rate that the benchmark has chosen. */
export function showRate(rate: number): void {
  slider('rate').value = String(placeOf(RATES, rate));
  saySliders();
}

function saySliders(): void {
  const { symbols, rate } = readSettings();
  for (const [name, value] of [
    ['symbols', symbols],
    ['rate', rate],
  ] as const) {
    const said = whole.format(value);
    slider(name).setAttribute('aria-valuetext', said);
    element(`${name}-said`).textContent = said;
  }
}

import type { DataFeed } from '../src/index.js';
import { element } from './element.js';

const EVERY_MS = 500;
/** Weight of the newest look in the rate, so that the number can be read. */
const NEWEST = 0.4;

/** Keeps the header's figures current. */
export function showFigures(feed: DataFeed, locale: () => string): void {
  const cells = new Map<string, HTMLElement>();
  for (const cell of element('stats').querySelectorAll<HTMLElement>('[data-figure]')) {
    cells.set(cell.dataset.figure as string, cell);
  }
  const show = (name: string, text: string) => {
    const cell = cells.get(name);
    if (cell && cell.textContent !== text) cell.textContent = text;
  };
  let ticks = feed.stats.ticks;
  let looked = performance.now();
  let rate = Number.NaN;

  setInterval(() => {
    const { stats } = feed;
    const now = performance.now();
    const recent = ((stats.ticks - ticks) * 1000) / (now - looked);
    rate = Number.isNaN(rate) ? recent : rate + NEWEST * (recent - rate);
    ticks = stats.ticks;
    looked = now;
    const whole = new Intl.NumberFormat(locale() || undefined, { maximumFractionDigits: 0 });
    const lanes = [...document.querySelectorAll('ticker-widget')].flatMap(({ lane }) => lane ?? []);
    const workers = new Set(lanes.map(({ worker }) => worker)).size + Number(feed.effectiveMode !== null);
    show('rate', whole.format(rate));
    show('p50', milliseconds(stats.tickAgeP50, locale()));
    show('p99', milliseconds(stats.tickAgeP99, locale()));
    show('workers', whole.format(workers));
    show('lanes', whole.format(lanes.length));
  }, EVERY_MS);
}

function milliseconds(value: number, locale: string): string {
  if (Number.isNaN(value)) return '–';
  const digits = value < 10 ? 1 : 0;
  const format = new Intl.NumberFormat(locale || undefined, {
    style: 'unit',
    unit: 'millisecond',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(value);
}

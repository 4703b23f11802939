import { canReadProcesses, threadSeconds } from '../browser/process-tree.ts';
import { attempt } from '../live/cases.ts';
import { after, type LoadCase, withLoad } from '../live/load.ts';
import { curvePlot } from '../live/plots.ts';
import type { Round } from '../page/live/contender.ts';
import { type Figure, figure } from '../report.ts';

const TICKERS = [10, 30, 100, 300, 1000];
const RATE = 60_000;
/** Ticks a second of each ticker, where that is what stays the same. */
const RATE_OF_EACH = RATE / Math.max(...TICKERS);
const WARM_UP_MS = 2000;
/** Chromium's name for a worker's thread, as the system cuts it off. */
const WORKER = 'DedicatedWorker';
const NAME = 'cost of a tick';
const EACH = `${NAME}, ${RATE_OF_EACH} a second each`;

/** Processor time of the feed worker and the hosts for a tick, microseconds; no sparklines, whose worker would count as one of them. */
async function costOf(tickers: number, rate: number, seconds: number): Promise<number> {
  const one: LoadCase = {
    name: `${NAME}, ${tickers} tickers`,
    page: 'live',
    tickers,
    rate,
    options: { mode: 'shared', workers: 'pool', trend: false },
  };
  return withLoad(one, 60_000 + seconds * 2000, async ({ window, load }) => {
    await window.call('open', [load]);
    await after(WARM_UP_MS);
    const renderers = await window.processes('renderer');
    const used = () => renderers.reduce((sum, id) => sum + threadSeconds(id, WORKER), 0);
    const before = used();
    const { ticks } = await window.call<Round>('measure', [seconds]);
    return (1e6 * (used() - before)) / ticks;
  });
}

/** The cost of a tick by the number of tickers: of those that share one rate, and of those that have as many ticks each. */
export async function costFigures(seconds: number, progress: (text: string) => void): Promise<Figure[]> {
  if (!canReadProcesses()) {
    progress(`${NAME}: skipped, processor time is read from /proc, which this system does not have`);
    return [];
  }
  return [
    ...(await curve(NAME, () => RATE, seconds, progress)),
    ...(await curve(EACH, (tickers) => tickers * RATE_OF_EACH, seconds, progress)),
  ];
}

async function curve(
  title: string,
  rateOf: (tickers: number) => number,
  seconds: number,
  progress: (text: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const tickers of TICKERS) {
    const name = `${title}, ${tickers.toLocaleString('en')} tickers`;
    const cost = await attempt(name, progress, () => costOf(tickers, rateOf(tickers), seconds));
    if (cost !== undefined) figures.push(figure(`${name}: feed worker and hosts`, cost, 'us'));
  }
  const [few, many] = [figures[0]?.value, figures.at(-1)?.value];
  if (figures.length !== TICKERS.length || few === undefined || many === undefined) return figures;
  return [...figures, figure(`${title}: at 1,000 tickers / at 10`, many / few, 'times')];
}

/** Of what `costFigures` gave. */
export function costPlot(figures: readonly Figure[]): string {
  const pointsOf = (title: string) =>
    figures.flatMap(({ name, value, unit }) => {
      const tickers = name.startsWith(`${title}, `) && /^([\d,]+) tickers/.exec(name.slice(title.length + 2))?.[1];
      return tickers && unit === 'us' ? [{ x: Number(tickers.replaceAll(',', '')), y: value }] : [];
    });
  const curves = [
    { name: `${RATE.toLocaleString('en')} ticks/s in all`, points: pointsOf(NAME) },
    { name: `${RATE_OF_EACH} ticks/s each`, points: pointsOf(EACH) },
  ];
  return curvePlot(
    'Processor time of a tick',
    'tickers',
    'us, feed worker and hosts',
    curves.filter(({ points }) => points.length > 0),
  );
}

import { pause } from '../../src/elements/shared/pause.js';
import { simulatedNames } from '../../src/feed/simulated-names.js';
import type { ModeFigures } from '../../src/index.js';
import { openMarket } from './market.js';
import type { Naive } from './naive.js';
import type { Ours } from './ours.js';
import type { BenchmarkSettings, StressSettings } from './stress-settings.js';

/** What was measured at one rate: of a mode, or of the version by hand. Figures are as `<performance-monitor>` has them; NaN: not known. */
export interface Run extends Omit<ModeFigures, 'mode'> {
  readonly rate: number;
  readonly way: ModeFigures['mode'] | 'by hand';
}

export interface Progress {
  readonly rate: number;
  /** Of all that is to be measured, 0 to 1. */
  readonly share: number;
}

const SETTLE_MS = 1000;
/** Until ticks flow, ms. */
const BEGIN_MS = 15_000;
const CHECK_MS = 50;
const LONG_MS = 50;

/** Measures every mode and the version by hand at each rate, each alone. Rejects with the signal's reason, or with what went wrong. */
export async function benchmark(
  ours: Ours,
  naive: Naive,
  { rates, seconds }: BenchmarkSettings,
  settings: StressSettings,
  signal: AbortSignal,
  tell: (progress: Progress, runs: readonly Run[]) => void,
): Promise<readonly Run[]> {
  const symbols = simulatedNames(settings.symbols);
  const runs: Run[] = [];
  const steps = 2 * rates.length;
  for (const [index, rate] of rates.entries()) {
    tell({ rate, share: (2 * index) / steps }, runs);
    const market = await openMarket(settings.source, settings.symbols, rate);
    ours.start(market, symbols, settings);
    ours.reveal();
    await begun(ours, signal);
    const { modes } = await ours.monitor.compare({ seconds, signal });
    runs.push(...modes.map(({ mode, ...figures }) => ({ rate, way: mode, ...figures })));
    ours.stop();
    tell({ rate, share: (2 * index + 1) / steps }, runs);
    naive.start(market, symbols, rate);
    naive.reveal();
    try {
      runs.push(await byHand(naive, rate, seconds, signal));
    } finally {
      naive.clear();
    }
  }
  tell({ rate: rates.at(-1) ?? 0, share: 1 }, runs);
  return runs;
}

/** Waits for the first ticks. */
async function begun({ feed }: Ours, signal: AbortSignal): Promise<void> {
  const before = feed.stats.ticks;
  for (const end = performance.now() + BEGIN_MS; feed.status !== 'live' || feed.stats.ticks === before; ) {
    if (performance.now() > end) throw new Error(feed.error?.message ?? 'no ticks came');
    await pause(CHECK_MS, signal);
  }
}

async function byHand(naive: Naive, rate: number, seconds: number, signal: AbortSignal): Promise<Run> {
  const before = naive.ticks;
  for (const end = performance.now() + BEGIN_MS; naive.running && naive.ticks === before && performance.now() < end; )
    await pause(CHECK_MS, signal);
  const ran = naive.ticks > before;
  if (ran) await pause(SETTLE_MS, signal);
  naive.look();
  let longTasks = 0;
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().filter(({ duration }) => duration > LONG_MS).length;
  });
  const tells = PerformanceObserver.supportedEntryTypes.includes('longtask');
  if (tells) observer.observe({ type: 'longtask' });
  // it may give up before the time is over: what it did until then counts
  for (const end = performance.now() + seconds * 1000; ran && naive.running && performance.now() < end; )
    await pause(Math.min(CHECK_MS, Math.max(1, end - performance.now())), signal);
  observer.disconnect();
  const { framesPerSecond, frameP99, ticksPerSecond, scriptPerSecond, tickToPaint } = naive.look();
  const { gaveUp } = naive;
  const unknown = Number.NaN;
  return {
    ...{ rate, way: 'by hand', ran, framesPerSecond, frameP99, ticksPerSecond, tickToPaint },
    reason: gaveUp ? `gave up ${Math.round(gaveUp)} ms behind the market` : ran ? '' : 'no ticks came',
    longTasks: tells ? longTasks : unknown,
    paintLoad: scriptPerSecond,
    // it shows each tick
    paintsPerSecond: ticksPerSecond,
    tickAge: { p50: unknown, p95: unknown, p99: unknown, max: unknown },
    ...{ serialization: unknown, copiedPerSecond: unknown, conflated: 0 },
  };
}

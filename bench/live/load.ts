/** Pages of tickers under load, one browser at a time: what the suites `board` and `peers` have in common. */
import { simulatedNames } from '../../src/feed/simulated-names.ts';
import { canReadProcesses, processorSeconds, threadSeconds } from '../browser/process-tree.ts';
import { type BenchWindow, openWindow, type WindowOptions } from '../browser/window.ts';
import { type RunningGateway, runGateway } from '../gateway/processes.ts';
import type { Load, Round } from '../page/live/contender.ts';
import { frameFigures, medians } from './arithmetic.ts';
import { type InputFigures, measureInputs } from './inputs.ts';

/** Ticks of a JSON message at most; at low rates fewer, so that so many messages come in a second. */
const BATCH = 100;
const LEAST_MESSAGES = 100;

/** A page and what it is sent. */
export interface LoadCase extends WindowOptions {
  /** First part of its figures' names. */
  readonly name: string;
  readonly tickers: number;
  /** Ticks a second over all tickers. */
  readonly rate: number;
  readonly format?: 'json' | 'binary';
  /** What the page understands. */
  readonly options?: Load['options'];
  /** Whether clicks, typing and scrolling are tried as well. */
  readonly inputs?: boolean;
}

/** How long and how often. */
export interface LoadPlan {
  /** Of one round. */
  readonly seconds: number;
  readonly rounds: number;
}

/** A page with its source; both end with what is done with them. */
export interface RunningLoad {
  readonly window: BenchWindow;
  readonly gateway: RunningGateway;
  readonly load: Load;
}

/** The median of the rounds. */
export interface LoadFigures {
  /** Frames a second. */
  readonly rate: number;
  /** Milliseconds from frame to frame. */
  readonly p99: number;
  /** JavaScript of the main thread, ms a frame. */
  readonly script: number;
  /** All that the main thread does, ms a frame: as script, by the clock. */
  readonly task: number;
  /** Processor time of the main thread, ms a frame: what others take from the machine does not add to it. NaN where the system does not tell. */
  readonly processor: number;
  /** Processor time of the whole browser, percent of a core. */
  readonly browserProcessor: number;
  /** Percent of the source's ticks that the page applied. */
  readonly applied: number;
  /** What the page says of itself. */
  readonly own: Readonly<Record<string, number>>;
  readonly inputs?: InputFigures;
  readonly browser: string;
}

/** Code is compiled, and a page of frameworks is filled, ms. */
const WARM_UP_MS = 3000;
/** A page that shows nothing by then never will, ms. */
const OPEN_MS = 60_000;
/** What a case may take beyond its rounds, ms: then it is ended, and the next one begins. */
const PATIENCE_MS = 120_000;

export const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Gives up after so long; what was begun is ended by whoever began it. */
export async function within<Answer>(ms: number, what: string, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${Math.round(ms / 1000)} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Starts source and page, does something with them, and ends both, whatever becomes of it. */
export async function withLoad<Answer>(
  { name, tickers, rate, format = 'json', options = {}, ...page }: LoadCase,
  limit: number,
  work: (running: RunningLoad) => Promise<Answer>,
): Promise<Answer> {
  // every tick is a trade, which moves price, average and sparkline of its ticker; who reads slowly gets the newest of each ticker, as long as it takes, and is not dropped
  const source = ['--simulate', `${tickers}`, '--rate', `${rate}`, '--trade-share', '1'];
  // messages of a size that sources send; binary ones gather what comes in 5 ms
  if (format === 'json') source.push('--batch', `${Math.max(1, Math.min(BATCH, rate / LEAST_MESSAGES))}`);
  const gateway = await runGateway(...source, '--shed-after', '3600000');
  try {
    const window = await openWindow(page);
    try {
      const load = { url: `ws://127.0.0.1:${gateway.port}/ws`, symbols: simulatedNames(tickers), format, options };
      return await within(limit, name, work({ window, gateway, load }));
    } finally {
      await window.close();
    }
  } finally {
    await gateway.stop();
  }
}

/** Times of the main thread so far, s. */
interface MainThread {
  readonly Timestamp: number;
  readonly ScriptDuration: number;
  readonly TaskDuration: number;
}

async function mainThread({ devtools }: BenchWindow): Promise<MainThread> {
  const { metrics } = await devtools.send<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value])) as unknown as MainThread;
}

/** Ticks that the source has made so far. */
const made = async ({ metrics }: RunningGateway) => (await metrics()).get('ticklane_ticks_received_total') ?? 0;

/** Processor time so far, s: of the page's main thread, and of the whole browser. */
async function processors(window: BenchWindow): Promise<{ readonly main: number; readonly all: number }> {
  if (!canReadProcesses()) return { main: Number.NaN, all: Number.NaN };
  const renderers = await window.processes('renderer');
  return {
    // a spare renderer does nothing
    main: renderers.reduce((sum, id) => sum + threadSeconds(id, 'main'), 0),
    all: [...processorSeconds(window.process).values()].reduce((sum, each) => sum + each, 0),
  };
}

/** One round, with the shares of the main thread that script and everything took. */
async function measureRound({ window, gateway }: RunningLoad, seconds: number) {
  const [before, ticksBefore, used, from] = [
    await mainThread(window),
    await made(gateway),
    await processors(window),
    performance.now(),
  ];
  const round = await window.call<Round>('measure', [seconds], 10_000 + seconds * 3000);
  const [now, ticks, usedNow, elapsed] = [
    await mainThread(window),
    await made(gateway),
    await processors(window),
    performance.now() - from,
  ];
  const { rate, p99 } = frameFigures(round.frames);
  // counters that went back are those of a feed that began anew
  const applied = round.ticks < 0 ? Number.NaN : round.ticks / round.elapsed;
  const perFrame = 1000 / rate / (now.Timestamp - before.Timestamp);
  const perSecond = 1000 / elapsed;
  return {
    figures: {
      rate,
      p99,
      script: (now.ScriptDuration - before.ScriptDuration) * perFrame,
      task: (now.TaskDuration - before.TaskDuration) * perFrame,
      processor: (1000 * (usedNow.main - used.main) * perSecond) / rate,
      browserProcessor: 100 * (usedNow.all - used.all) * perSecond,
      applied: (100 * applied) / ((ticks - ticksBefore) / elapsed),
    },
    own: round.own,
  };
}

/** Opens the page, lets it warm up, and measures its rounds. */
export function measureLoad(one: LoadCase, { seconds, rounds }: LoadPlan): Promise<LoadFigures> {
  const limit = PATIENCE_MS + rounds * seconds * 2000;
  return withLoad(one, limit, async (running) => {
    const { window, load } = running;
    await window.call('open', [load], OPEN_MS);
    await window.devtools.send('Performance.enable');
    await after(WARM_UP_MS);
    const measured: Awaited<ReturnType<typeof measureRound>>[] = [];
    while (measured.length < rounds) measured.push(await measureRound(running, seconds));
    const inputs = one.inputs ? await measureInputs(window, seconds) : undefined;
    return {
      ...medians(measured.map(({ figures }) => figures)),
      own: medians(measured.map(({ own }) => own)),
      ...(inputs && { inputs }),
      browser: window.version,
    };
  });
}

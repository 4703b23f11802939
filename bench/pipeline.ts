import { type Gateway, startGateway } from '../gateway/server.ts';
import { type BenchBrowser, openBench } from './browser/chromium.ts';
import { quietRounds } from './noise.ts';
import { CURVE, type Latencies } from './page/samples.ts';
import { latencyPlot } from './plot.ts';
import { type Figure, figure } from './report.ts';
import { median } from './statistics.ts';
import type { Measured } from './suites.ts';

/** A gateway for one measurement: messages of exactly so many ticks, evenly spread. */
async function withGateway<Answer>(
  options: { simulate: number; rate: number; batch: number },
  work: (gateway: Gateway, symbols: string[]) => Promise<Answer>,
): Promise<Answer> {
  const gateway = await startGateway({ ...options, flushEvery: 1 });
  try {
    const listed = (await (await fetch(`${gateway.pageUrl}/symbols`)).json()) as { symbol: string }[];
    return await work(
      gateway,
      listed.map(({ symbol }) => symbol),
    );
  } finally {
    await gateway.close();
  }
}

interface LatencyCase {
  readonly widgets: number;
  readonly rate: number;
  readonly batch: number;
  /** Widgets that keep time: few enough that this does not disturb. */
  readonly timed: number;
  /** In turns with postMessage per tick. */
  readonly messages: boolean;
  readonly rounds: number;
  readonly seconds: number;
}

const FEW: LatencyCase = { widgets: 10, rate: 10_000, batch: 10, timed: 10, messages: false, rounds: 7, seconds: 4 };
const MANY: LatencyCase = { widgets: 100, rate: 60_000, batch: 100, timed: 10, messages: true, rounds: 7, seconds: 4 };

interface LatencyRounds {
  readonly lanes: readonly Latencies[];
  readonly messages: readonly Latencies[];
  readonly conflated: number;
  /** Percent of a core that other programs had, in the median round. */
  readonly others: number;
}

function latency(bench: BenchBrowser, one: LatencyCase): Promise<LatencyRounds> {
  const { widgets, rate, batch, timed, messages, seconds, rounds } = one;
  return withGateway({ simulate: widgets, rate, batch }, async ({ url }, symbols) => {
    await bench.call('openLatency', { url, symbols, format: 'json', timed, messages });
    const measured = await quietRounds({ rounds, root: bench.process }, async () => ({
      lanes: await bench.call('measureLatency', 'lanes', seconds),
      messages: messages ? [await bench.call('measureLatency', 'messages', seconds)] : [],
    }));
    return {
      lanes: measured.map(({ answer }) => answer.lanes),
      messages: measured.flatMap(({ answer }) => answer.messages),
      conflated: await bench.call('closeLatency'),
      others: median(measured.map(({ others }) => others)),
    };
  });
}

const describe = ({ widgets, rate, batch }: LatencyCase) =>
  `${widgets} widgets, ${rate.toLocaleString('en')} ticks/s, ${batch} a message`;

/** Median over the rounds: a moment in which the machine did something else spoils one round, not the result. */
const at = (rounds: readonly Latencies[], share: (typeof CURVE)[number]) =>
  median(rounds.map(({ curve }) => curve[CURVE.indexOf(share)] as number));

const curveOf = (rounds: readonly Latencies[]) => CURVE.map((share) => at(rounds, share));

function latencyFigures(name: string, rounds: readonly Latencies[], { seconds }: LatencyCase): Figure[] {
  return [
    figure(`${name}: p50`, at(rounds, 0.5), 'us'),
    figure(`${name}: p99`, at(rounds, 0.99), 'us'),
    figure(`${name}: p99.9`, at(rounds, 0.999), 'us'),
    figure(`${name}: ticks that came`, median(rounds.map(({ ticks }) => ticks)) / seconds, 'ticks/s', 'higher'),
  ];
}

/** Ticks of one round, and rounds. */
const THROUGHPUT = { ticks: 1_000_000, rounds: 9 };

async function throughput(bench: BenchBrowser, format: 'json' | 'binary'): Promise<Figure[]> {
  const { ticks, rounds } = THROUGHPUT;
  await bench.call('openThroughput', { format, batch: 100, lanes: 10 });
  await bench.call('measureThroughput', ticks); // warms up
  const measured = await quietRounds({ rounds, root: bench.process }, () => bench.call('measureThroughput', ticks));
  await bench.call('closeThroughput');
  const answers = measured.map(({ answer }) => answer);
  const rate = median(answers.map(({ published, milliseconds }) => published / milliseconds)) * 1000;
  const conflated = median(answers.map((answer) => (100 * answer.conflated) / ticks));
  return [
    figure(`${format} frames to slots, 10 widgets, 100 a message`, rate, 'ticks/s', 'higher'),
    figure(`${format} frames to slots: conflated beside these`, conflated, '%'),
  ];
}

/** The `pipeline` suite. */
export async function runPipeline(progress: (text: string) => void): Promise<Measured> {
  const bench = await openBench('bench');
  try {
    progress(describe(FEW));
    const few = await latency(bench, FEW);
    progress(`${describe(MANY)}, in turns with postMessage per tick`);
    const many = await latency(bench, MANY);
    progress('frames in memory to slots');
    const json = await throughput(bench, 'json');
    const binary = await throughput(bench, 'binary');
    const figures = [
      ...latencyFigures(describe(FEW), few.lanes, FEW),
      ...latencyFigures(describe(MANY), many.lanes, MANY),
      ...latencyFigures(`postMessage per tick, ${describe(MANY)}`, many.messages, MANY),
      figure('p99 of postMessage / p99 of lanes', at(many.messages, 0.99) / at(many.lanes, 0.99), 'times', 'higher'),
      figure('conflated while latency was measured', few.conflated + many.conflated, 'ticks'),
      figure('taken by other programs meanwhile', Math.max(0, few.others, many.others), '% of a core'),
      ...json,
      ...binary,
    ];
    const plot = latencyPlot('Socket message to published values', CURVE, [
      { name: describe(FEW), curve: curveOf(few.lanes) },
      { name: describe(MANY), curve: curveOf(many.lanes) },
      { name: 'the same by postMessage per tick', curve: curveOf(many.messages) },
    ]);
    return { figures, browser: bench.version, plot };
  } finally {
    await bench.close();
  }
}

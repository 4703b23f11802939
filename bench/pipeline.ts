import { type Gateway, startGateway } from '../gateway/server.ts';
import { type BenchBrowser, openBench } from './browser/chromium.ts';
import type { LatencyAnswer } from './page/latency.ts';
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
  readonly messages: boolean;
  readonly rounds: number;
  readonly seconds: number;
}

const FEW: LatencyCase = { widgets: 10, rate: 10_000, batch: 10, messages: false, rounds: 7, seconds: 4 };
const MANY: LatencyCase = { widgets: 100, rate: 60_000, batch: 100, messages: true, rounds: 7, seconds: 3 };

function latency(bench: BenchBrowser, one: LatencyCase): Promise<LatencyAnswer> {
  const { widgets, rate, batch, messages, rounds, seconds } = one;
  return withGateway({ simulate: widgets, rate, batch }, ({ url }, symbols) =>
    bench.call('measureLatency', { url, symbols, format: 'json', messages, rounds, seconds }),
  );
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

async function throughput(bench: BenchBrowser, format: 'json' | 'binary'): Promise<Figure[]> {
  const plan = { format, batch: 100, lanes: 10, ticks: 1_000_000, rounds: 9 };
  const rounds = await bench.call('measureThroughput', plan);
  const published = rounds.map((round) => round.published / round.milliseconds);
  const conflated = rounds.map((round) => (100 * round.conflated) / (round.published + round.conflated));
  return [
    figure(`${format} frames to slots, 10 widgets, 100 a message`, median(published) * 1000, 'ticks/s', 'higher'),
    figure(`${format} frames to slots: conflated beside these`, median(conflated), '%'),
  ];
}

/** The `pipeline` suite. */
export async function runPipeline(progress: (text: string) => void): Promise<Measured> {
  const bench = await openBench();
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

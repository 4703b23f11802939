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
  /** Over HTTP, by this address of the gateway; by WebSocket where left out. */
  readonly http?: string;
}

const FEW: LatencyCase = { widgets: 10, rate: 10_000, batch: 10, timed: 10, messages: false, rounds: 7, seconds: 4 };
const HTTP: readonly LatencyCase[] = [
  { ...FEW, http: '/sse?symbols={symbols}' },
  { ...FEW, http: '/stream?symbols={symbols}' },
];
const MANY: LatencyCase = { widgets: 100, rate: 60_000, batch: 100, timed: 10, messages: true, rounds: 7, seconds: 4 };

interface LatencyRounds {
  readonly lanes: readonly Latencies[];
  readonly messages: readonly Latencies[];
  readonly conflated: number;
  /** Percent of a core that other programs had, in the median round. */
  readonly others: number;
}

function latency(bench: BenchBrowser, one: LatencyCase): Promise<LatencyRounds> {
  const { widgets, rate, batch, timed, messages, seconds, rounds, http } = one;
  return withGateway({ simulate: widgets, rate, batch }, async (gateway, symbols) => {
    const url = http === undefined ? gateway.url : `${gateway.pageUrl}${http}`;
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

const describe = ({ widgets, rate, batch, http = '' }: LatencyCase) =>
  `${http.startsWith('/sse') ? 'SSE, ' : http ? 'HTTP stream, ' : ''}${widgets} widgets, ${rate.toLocaleString('en')} ticks/s, ${batch} a message`;

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
/** Ticks that the feed worker takes while its heap is watched, in so many looks at it. */
const HEAP = { ticks: 10_000_000, looks: 20 };

interface ThroughputCase {
  readonly format: 'json' | 'binary';
  readonly lanes: number;
  /** Each lane has a host; else one worker does all of it. */
  readonly hosts: boolean;
}

const describeThroughput = ({ format, lanes, hosts }: ThroughputCase) =>
  `${format} frames to slots, ${hosts ? 'feed worker and hosts' : 'all in one worker'}, ${lanes.toLocaleString('en')} widgets, 100 a message`;

const BATCH = 100;
/** One core's worth of worker, with few symbols and with many; and the product's usual way, which has another core for the hosts. */
const ALONE: readonly ThroughputCase[] = [
  { format: 'json', lanes: 10, hosts: false },
  { format: 'json', lanes: 1000, hosts: false },
  { format: 'binary', lanes: 10, hosts: false },
  { format: 'binary', lanes: 1000, hosts: false },
];
const WITH_HOSTS: readonly ThroughputCase[] = [
  { format: 'json', lanes: 10, hosts: true },
  { format: 'binary', lanes: 10, hosts: true },
];

interface ThroughputRate {
  /** Ticks a second whose publication was seen. */
  readonly published: number;
  /** Percent of the ticks that were merged into others, beside these. */
  readonly conflated: number;
}

async function throughput(bench: BenchBrowser, one: ThroughputCase): Promise<ThroughputRate> {
  const { ticks, rounds } = THROUGHPUT;
  await bench.call('openThroughput', { ...one, batch: BATCH });
  await bench.call('measureThroughput', ticks); // warms up
  const measured = await quietRounds({ rounds, root: bench.process }, () => bench.call('measureThroughput', ticks));
  await bench.call('closeThroughput');
  const answers = measured.map(({ answer }) => answer);
  return {
    published: median(answers.map(({ published, milliseconds }) => published / milliseconds)) * 1000,
    conflated: median(answers.map((answer) => (100 * answer.conflated) / ticks)),
  };
}

/** Ticks a second by JSON.parse on the page's main thread, and postMessage. */
async function parsed(bench: BenchBrowser, way: 'tick' | 'message'): Promise<number> {
  const ticks = 200_000;
  await bench.call('openParsed', { batch: BATCH, widgets: 10 });
  await bench.call('measureParsed', ticks, way);
  const measured = await quietRounds({ rounds: 5, root: bench.process }, () => bench.call('measureParsed', ticks, way));
  await bench.call('closeParsed');
  return (1000 * ticks) / median(measured.map(({ answer }) => answer));
}

async function throughputFigures(bench: BenchBrowser): Promise<Figure[]> {
  const figures: Figure[] = [];
  let json = 0;
  for (const one of ALONE) {
    const { published } = await throughput(bench, one);
    if (json === 0) json = published;
    figures.push(figure(describeThroughput(one), published, 'ticks/s', 'higher'));
  }
  for (const one of WITH_HOSTS) {
    const { published, conflated } = await throughput(bench, one);
    figures.push(figure(describeThroughput(one), published, 'ticks/s', 'higher'));
    figures.push(figure(`${describeThroughput(one)}: conflated beside these`, conflated, '%'));
  }
  const what = { tick: 'each tick', message: 'what a message has for a widget' };
  for (const way of ['tick', 'message'] as const) {
    const rate = await parsed(bench, way);
    const name = `JSON.parse on the main thread, postMessage of ${what[way]}, 10 widgets, 100 a message`;
    figures.push(figure(name, rate, 'ticks/s', 'higher'));
    figures.push(figure(`json in one worker / postMessage of ${what[way]}`, json / rate, 'times', 'higher'));
  }
  return figures;
}

/** How the heap of the feed worker moves while binary ticks come; nobody collects garbage but the engine itself. */
async function heapFigures(bench: BenchBrowser): Promise<Figure[]> {
  await bench.call('openThroughput', { format: 'binary', lanes: 10, hosts: false, batch: BATCH });
  await bench.call('measureThroughput', THROUGHPUT.ticks);
  const heap = () =>
    bench.control(async (_, page) => {
      const worker = page.workers().find((one) => one.url().includes('throughput'));
      if (!worker) throw new Error('the feed worker is not to be found');
      const { usedSize } = await worker.client.send('Runtime.getHeapUsage');
      return usedSize;
    });
  const sizes = [await heap()];
  for (let look = 0; look < HEAP.looks; look++) {
    await bench.call('measureThroughput', HEAP.ticks / HEAP.looks);
    sizes.push(await heap());
  }
  await bench.call('closeThroughput');
  const first = sizes[0] as number;
  const name = `heap of the feed worker over ${HEAP.ticks.toLocaleString('en')} binary ticks`;
  return [
    figure(`${name}: growth`, (sizes.at(-1) as number) - first, 'bytes'),
    figure(`${name}: from least to most`, Math.max(...sizes) - Math.min(...sizes), 'bytes'),
  ];
}

/** More messages than a browser is likely to take: what comes is what it can. */
const SINGLE: LatencyCase = {
  widgets: 10,
  rate: 40_000,
  batch: 1,
  timed: 1,
  messages: false,
  rounds: 5,
  seconds: 4,
};

async function socketFigures(bench: BenchBrowser): Promise<Figure[]> {
  const { lanes, conflated } = await latency(bench, SINGLE);
  const rate = median(lanes.map(({ ticks }) => ticks)) / SINGLE.seconds;
  const name = `WebSocket messages of one tick, ${SINGLE.rate.toLocaleString('en')}/s sent, 10 widgets`;
  return [
    figure(`${name}: that came`, rate, 'messages/s', 'higher'),
    figure(`${name}: p50`, at(lanes, 0.5), 'us'),
    figure(`${name}: conflated`, conflated, 'ticks'),
  ];
}

/** The `pipeline` suite. */
export async function runPipeline(progress: (text: string) => void): Promise<Measured> {
  const bench = await openBench('bench');
  try {
    progress(describe(FEW));
    const few = await latency(bench, FEW);
    const overHttp: Figure[] = [];
    for (const one of HTTP) {
      progress(describe(one));
      overHttp.push(...latencyFigures(describe(one), (await latency(bench, one)).lanes, one));
    }
    progress(`${describe(MANY)}, in turns with postMessage per tick`);
    const many = await latency(bench, MANY);
    progress('a WebSocket message for each tick');
    const socket = await socketFigures(bench);
    progress('frames in memory to slots, and by JSON.parse and postMessage');
    const frames = await throughputFigures(bench);
    progress('heap of the feed worker');
    const heap = await heapFigures(bench);
    const figures = [
      ...latencyFigures(describe(FEW), few.lanes, FEW),
      ...overHttp,
      ...latencyFigures(describe(MANY), many.lanes, MANY),
      ...latencyFigures(`postMessage per tick, ${describe(MANY)}`, many.messages, MANY),
      figure('p99 of postMessage / p99 of lanes', at(many.messages, 0.99) / at(many.lanes, 0.99), 'times', 'higher'),
      figure('conflated while latency was measured', few.conflated + many.conflated, 'ticks'),
      figure('taken by other programs meanwhile', Math.max(0, few.others, many.others), '% of a core'),
      ...socket,
      ...frames,
      ...heap,
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

/** The `gateway` suite: what one gateway process serves, and what a connection costs. Clients run in a process of their own. */
import { simulatedNames } from '../../src/feed/simulated-names.ts';
import { type Figure, figure } from '../report.ts';
import type { Measured } from '../suites.ts';
import { Clients, quantileOf, type RunningGateway, runGateway } from './processes.ts';

const SETTLE_MS = 5_000;
const SECONDS = 20;
/** Less than the time after which a client that stalls is shed. */
const STALL_SECONDS = 10;
/** Idle connections are added by so many, up to so many. */
const STEP = 2_500;
const MOST_IDLE = 100_000;
const IDLE_SECONDS = 10;
/** An idle connection is served while its heartbeat, every two seconds, is no later than this. */
const HEARTBEAT = 2;
const LATE_SECONDS = 1;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Load {
  readonly name: string;
  readonly clients: number;
  /** Of the simulator: each client subscribes to one symbol. */
  readonly symbols: number;
  readonly rate: number;
  readonly more?: readonly string[];
}

interface Served {
  /** Messages a second that clients took. */
  readonly messages: number;
  /** Milliseconds from a tick's coming in to the network taking it. */
  readonly p50: number;
  readonly p99: number;
  /** Percent of a core. */
  readonly processor: number;
  readonly clientsProcessor: number;
}

/** What the gateway does in so many seconds. */
async function watch(gateway: RunningGateway, clients: Clients, seconds: number): Promise<Served> {
  const [before, begin] = [await gateway.metrics(), await clients.order({ do: 'count' })];
  const from = performance.now();
  await after(seconds * 1000);
  const [now, end] = [await gateway.metrics(), await clients.order({ do: 'count' })];
  const elapsed = (performance.now() - from) / 1000;
  const delay = (quantile: number) =>
    1000 * quantileOf('ticklane_added_delay_seconds', 'output="ws"', before, now, quantile);
  const used = (now.get('process_cpu_seconds_total') ?? 0) - (before.get('process_cpu_seconds_total') ?? 0);
  return {
    messages: (end.frames - begin.frames) / elapsed,
    p50: delay(0.5),
    p99: delay(0.99),
    processor: (100 * used) / elapsed,
    clientsProcessor: (100 * (end.processor - begin.processor)) / elapsed,
  };
}

/** Starts a gateway and its clients for the time of `measure`. */
async function underLoad<Result>(
  { clients: count, symbols, rate, more = [] }: Load,
  measure: (gateway: RunningGateway, clients: Clients, names: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const gateway = await runGateway('--simulate', String(symbols), '--rate', String(rate), ...more);
  const clients = new Clients();
  try {
    const names = simulatedNames(symbols);
    const { open, problem } = await clients.order({ do: 'open', port: gateway.port, count, symbols: names });
    if (open !== count) throw new Error(`${open} of ${count} clients stand: ${problem}`);
    await after(SETTLE_MS);
    return await measure(gateway, clients, names);
  } finally {
    await clients.stop();
    await gateway.stop();
  }
}

function figuresOf(name: string, { messages, p50, p99, processor, clientsProcessor }: Served): Figure[] {
  return [
    figure(`${name}: messages taken`, messages, '1/s', 'higher'),
    figure(`${name}: added delay p50`, p50, 'ms'),
    figure(`${name}: added delay p99`, p99, 'ms'),
    figure(`${name}: gateway`, processor, '% of a core'),
    figure(`${name}: all clients`, clientsProcessor, '% of a core'),
  ];
}

const MANY: Load = { name: '2,000 clients, 10 updates/s each, JSON', clients: 2000, symbols: 200, rate: 2000 };
const FAST: Load = {
  name: '100 clients, 25,000 messages/s together, JSON',
  clients: 100,
  symbols: 100,
  rate: 25_000,
  // a message for each tick, however close they come
  more: ['--batch', '1'],
};

/** The others' messages and delays while one client subscribed to everything and reads nothing. */
async function measureStalled(progress: (text: string) => void): Promise<Figure[]> {
  const load: Load = { ...FAST, name: 'the same beside a client that stalls' };
  progress(load.name);
  return underLoad(load, async (gateway, clients, symbols) => {
    const { problem } = await clients.order({ do: 'stall', port: gateway.port, symbols });
    if (problem !== undefined) throw new Error(problem);
    const counted = async (what: string) => (await gateway.metrics()).get(`ticklane_${what}_total`) ?? 0;
    // what waits for it by now is not taken any more, and so is no part of the delays
    while ((await counted('ticks_conflated')) === 0) await after(100);
    const served = await watch(gateway, clients, STALL_SECONDS);
    const conflated = await counted('ticks_conflated');
    while ((await counted('clients_shed')) === 0) await after(100);
    return [
      ...figuresOf(load.name, served),
      figure(`ticks conflated for it in ${STALL_SECONDS} s, until it is shed`, conflated, 'ticks', 'higher'),
    ];
  });
}

/** Raises the number of idle connections, each with a subscription and a heartbeat every two seconds, until something gives. */
async function measureIdle(progress: (text: string) => void): Promise<{ figures: Figure[]; note: string }> {
  const gateway = await runGateway('--simulate', '1', '--rate', '0.001');
  const clients = new Clients();
  try {
    const memory = async () => (await gateway.metrics()).get('process_resident_memory_bytes') ?? 0;
    const empty = await memory();
    let [standing, bytes, processor, note] = [0, 0, 0, `nothing gave up to ${MOST_IDLE.toLocaleString('en')}`];
    const symbols = simulatedNames(1);
    while (standing < MOST_IDLE) {
      try {
        const { open, problem } = await clients.order({ do: 'open', port: gateway.port, count: STEP, symbols });
        if (problem !== undefined) throw new Error(problem);
        await after(SETTLE_MS);
        const { processor: used, messages } = await watch(gateway, clients, IDLE_SECONDS);
        const { open: left } = await clients.order({ do: 'count' });
        if (left < open) throw new Error(`${open - left} connections were dropped`);
        const interval = open / messages;
        if (interval > HEARTBEAT + LATE_SECONDS) throw new Error(`heartbeats come every ${interval.toFixed(1)} s`);
        [standing, bytes, processor] = [open, ((await memory()) - empty) / open, used];
        progress(`${standing} idle connections: ${Math.round(bytes)} bytes each, ${processor.toFixed(1)} % of a core`);
      } catch (error) {
        note = String(error);
        break;
      }
    }
    const figures = [
      figure('idle connections until something gives', standing, 'connections', 'higher'),
      figure('an idle connection', bytes, 'bytes'),
      figure(`${standing.toLocaleString('en')} idle connections: gateway`, processor, '% of a core'),
    ];
    return { figures, note };
  } finally {
    await clients.stop();
    await gateway.stop();
  }
}

/** The `gateway` suite. */
export async function runGatewaySuite(progress: (text: string) => void): Promise<Measured> {
  const figures: Figure[] = [];
  for (const load of [MANY, FAST]) {
    progress(load.name);
    figures.push(
      ...figuresOf(load.name, await underLoad(load, (gateway, clients) => watch(gateway, clients, SECONDS))),
    );
  }
  figures.push(...(await measureStalled(progress)));
  const idle = await measureIdle(progress);
  progress(`idle connections end at: ${idle.note}`);
  figures.push(...idle.figures);
  return { figures };
}

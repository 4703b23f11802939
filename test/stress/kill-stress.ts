import { compile } from '../../src/indicators/compile.js';
import { HOST, LANE } from '../../src/memory/layout.js';
import { SignalReader } from '../../src/memory/signal-reader.js';
import {
  createRuntime,
  endLane,
  newSeed,
  published,
  type ReadLane,
  runLane,
  sendTicks,
  until,
  untilTicks,
} from './stress.js';
import type { SourceAccount } from './tick-source.worker.js';

export interface KillStress {
  /** Lanes under fire, each with an unkilled twin on the same ticks. */
  readonly pairs: number;
  /** Times that each is killed. */
  readonly rounds: number;
  readonly kernel?: KernelBinary;
}

export interface KillAccount {
  readonly kills: number;
  readonly replaced: number;
  /** What differs between a lane and its twin, and what was conflated. */
  readonly wrong: readonly string[];
}

/** Every worker made while this runs, by name: how the test gets hold of the hosts' threads. */
export function recordWorkers(): { readonly workers: Map<string, Worker>; restore(): void } {
  const workers = new Map<string, Worker>();
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name) workers.set(options.name, this);
    }
  };
  return {
    workers,
    restore() {
      globalThis.Worker = Original;
    },
  };
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Windows of all kinds, recursions, an alert that seldom fires; on ticks, and on bars that form, close and get late ticks. */
const { plan } = compile({
  indicators: `sma(7); sma(100); sma(1000); ema(20); wma(9); bollinger(20); highest(30); lowest(12); median(15); rsi(14); macd;
    kama(10); obv; vwap; adx(14); supertrend(10, 3); psar; stochastic(14, 3, 3); cci(20)`,
  alerts: [
    { name: 'crossed', when: 'crossover(sma(100), 600000)', hysteresis: 0, once: false, id: 1 },
    { name: 'rich', when: 'price > 999000', hysteresis: 300000, once: false, id: 2 },
    { name: 'either', when: 'crossed or rich', hysteresis: 0, once: false, id: 4 },
    { name: 'first', when: 'rsi(14) > 60', hysteresis: 0, once: true, id: 3 },
  ],
});
export const PLANS = [
  { capacity: 2048, plan },
  { capacity: 2048, plan, interval: 1000 },
];
/** How often signals are taken: before the signal ring is full. */
const SIGNALS_MS = 4;

/** Kills hosts at random moments under load, and compares their lanes with unkilled twins, value by value. */
export async function stressKills({ pairs, rounds, kernel }: KillStress): Promise<KillAccount> {
  const { workers, restore } = recordWorkers();
  const runtime = createRuntime(kernel);
  const seed = newSeed();
  let state = seed | 1;
  const random = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ (state << 7);
    return (state >>> 0) / 2 ** 32;
  };
  let kills = 0;
  /** One pair: kill after kill in the middle of its load, then a comparison. */
  const shoot = async (_: unknown, pair: number): Promise<string[]> => {
    const options = PLANS[pair % PLANS.length] as (typeof PLANS)[number];
    const target = await runLane(runtime, options);
    const twin = await runLane(runtime, options);
    const readers = [target, twin].map(({ lane }) => new SignalReader(runtime.memory, lane));
    const signals: string[][] = [[], []];
    const takeSignals = () => {
      readers.forEach((reader, index) => {
        for (const signal of reader.take())
          signals[index]?.push(JSON.stringify({ ...signal, outputs: [...signal.outputs] }));
      });
    };
    const taking = setInterval(takeSignals, SIGNALS_MS);
    const lanes = [target.lane.address, twin.lane.address];
    const stop = runtime.memory.allocate(4);
    let sent = 0;
    let volume = 0;
    try {
      for (let round = 0; round < rounds; round++) {
        Atomics.store(runtime.memory.i32, stop >> 2, 0);
        const order = {
          lanes,
          ticks: Number.POSITIVE_INFINITY,
          stop,
          seed: seed + round * 97,
          batch: 1500,
          patient: true,
          inPlace: false,
        };
        const load = sendTicks(runtime, order);
        await pause(random() * 100);
        const before = target.host.replaced;
        // half of the kills are a crash that the watch must find, half an order from the page
        if (random() < 0.5) workers.get(target.host.name)?.terminate();
        else void target.host.replace();
        kills++;
        await until(() => target.host.replaced > before && target.host.running, 'the replacement', 20_000);
        await pause(random() * 100);
        Atomics.store(runtime.memory.i32, stop >> 2, 1);
        let account: SourceAccount | undefined;
        void load.then((answer) => {
          account = answer;
        });
        // a source that waits for a lane whose kernel is stuck would wait for ever
        await until(() => account !== undefined, 'the source', 10_000);
        if (!account) continue;
        sent += account.trades + account.quotes;
        volume += account.volume;
        await untilTicks(target, sent, 5000);
      }
      await untilTicks(twin, sent);
    } catch (error) {
      clearInterval(taking);
      for (const { host } of [target, twin]) void host.stop();
      const { i32 } = runtime.memory;
      Atomics.store(i32, stop >> 2, 1);
      const state = [target, twin].map(({ host: { block, replaced }, lane }) => {
        const word = (at: number) => Atomics.load(i32, at >> 2);
        const cursors = `written ${word(lane.address + LANE.WRITE)}, read ${word(lane.address + LANE.READ)}`;
        return `bell ${block.bell}, answered ${block.answered}, sleeping ${word(block.address + HOST.SLEEPING)}, ${cursors}, replaced ${replaced}`;
      });
      return [`${(error as Error).message}: ${state.join('; ')}`];
    }
    clearInterval(taking);
    takeSignals();
    const wrong = differences(target, twin);
    const [ofTarget = [], ofTwin = []] = signals;
    if (ofTwin.length < rounds) wrong.push(`only ${ofTwin.length} signals`);
    const differing = ofTwin.findIndex((signal, index) => signal !== ofTarget[index]);
    if (differing >= 0 || ofTarget.length !== ofTwin.length) {
      wrong.push(`signal ${differing} of ${ofTwin.length}: ${ofTarget[differing]}, not ${ofTwin[differing]}`);
    }
    if (published(twin, 'LOST') > 0) wrong.push('signals were lost');
    const total = published(target, 'VOLUME');
    if (total !== volume) wrong.push(`volume ${total}, not ${volume}`);
    if (published(target, 'CONFLATED') > 0) wrong.push('the source did not wait: ticks were conflated');
    await Promise.all([endLane(runtime, target), endLane(runtime, twin)]);
    runtime.memory.free(stop);
    return wrong;
  };
  try {
    const wrong = await Promise.all(Array.from({ length: pairs }, shoot));
    const left =
      runtime.workers || runtime.memory.used ? [`left: ${runtime.workers} workers, ${runtime.memory.used} bytes`] : [];
    return { kills, replaced: runtime.replaced, wrong: [...wrong.flat(), ...left] };
  } finally {
    restore();
  }
}

export function differences(target: ReadLane, twin: ReadLane): string[] {
  target.reader.read();
  twin.reader.read();
  const wrong: string[] = [];
  target.reader.words.forEach((word, index) => {
    if (word !== twin.reader.words[index])
      wrong.push(`word ${index} of the slot: ${word}, not ${twin.reader.words[index]}`);
  });
  return wrong;
}

import { HOST, LANE } from '../../src/memory/layout.js';
import {
  createRuntime,
  endLane,
  newSeed,
  published,
  type RunningLane,
  runLane,
  sendTicks,
  until,
  untilTicks,
} from './stress.js';

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
function recordWorkers(): { readonly workers: Map<string, Worker>; restore(): void } {
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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const PLAN = { capacity: 2048, periods: [7, 100, 1000] };

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
  const shoot = async (): Promise<string[]> => {
    const target = await runLane(runtime, PLAN);
    const twin = await runLane(runtime, PLAN);
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
        const account = await load;
        sent += account.trades + account.quotes;
        volume += account.volume;
        await untilTicks(target, sent, 5000);
      }
      await untilTicks(twin, sent);
    } catch (error) {
      const { i32 } = runtime.memory;
      const state = [target, twin].map(({ host: { block, replaced }, lane }) => {
        const word = (at: number) => Atomics.load(i32, at >> 2);
        const cursors = `written ${word(lane.address + LANE.WRITE)}, read ${word(lane.address + LANE.READ)}`;
        return `bell ${block.bell}, answered ${block.answered}, sleeping ${word(block.address + HOST.SLEEPING)}, ${cursors}, replaced ${replaced}`;
      });
      return [`${(error as Error).message}: ${state.join('; ')}`];
    }
    const wrong = differences(target, twin);
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

function differences(target: RunningLane, twin: RunningLane): string[] {
  target.reader.read();
  twin.reader.read();
  const wrong: string[] = [];
  target.reader.words.forEach((word, index) => {
    if (word !== twin.reader.words[index])
      wrong.push(`word ${index} of the slot: ${word}, not ${twin.reader.words[index]}`);
  });
  return wrong;
}

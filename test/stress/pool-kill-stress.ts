import type { PooledHost } from '../../src/runtime/pooled-host.js';
import { differences, type KillAccount, PLANS, pause, recordWorkers } from './kill-stress.js';
import {
  createRuntime,
  endLane,
  hostLane,
  newSeed,
  published,
  runLane,
  sendTicks,
  TestOwner,
  until,
  untilTicks,
} from './stress.js';

export interface PoolKillStress {
  /** Lanes that share one worker, each of a plan in turn; every plan has an unkilled twin on the same ticks. */
  readonly lanes: number;
  /** Times that the worker is killed. */
  readonly rounds: number;
  readonly kernel?: KernelBinary;
}

/** Kills a worker of many lanes at random moments under load, and compares each lane with an unkilled twin, word by word. */
export async function stressPoolKills({ lanes, rounds, kernel }: PoolKillStress): Promise<KillAccount> {
  const { workers, restore } = recordWorkers();
  const runtime = createRuntime(kernel);
  const owner = new TestOwner(1);
  const seed = newSeed();
  let state = seed | 1;
  const random = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ (state << 7);
    return (state >>> 0) / 2 ** 32;
  };
  const planOf = (index: number) => PLANS[index % PLANS.length] as (typeof PLANS)[number];
  const targets = await Promise.all(
    Array.from({ length: lanes }, (_, index) => hostLane(runtime, owner, planOf(index))),
  );
  const twins = await Promise.all(PLANS.map((options) => runLane(runtime, options)));
  const host = runtime.pool.hosts[0] as PooledHost;
  const stop = runtime.memory.allocate(4);
  const wrong: string[] = [];
  let sent = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      Atomics.store(runtime.memory.i32, stop >> 2, 0);
      const load = sendTicks(runtime, {
        lanes: [...targets, ...twins].map(({ lane }) => lane.address),
        ticks: Number.POSITIVE_INFINITY,
        stop,
        seed: seed + round * 97,
        batch: 1500,
        patient: true,
        inPlace: false,
      });
      await pause(random() * 100);
      const before = host.replaced;
      // half of the kills are a crash that the watch must find, half an order from the page
      if (random() < 0.5) workers.get(host.name)?.terminate();
      else void host.replace();
      await until(() => host.replaced > before && host.running, 'the replacement', 20_000);
      await pause(random() * 100);
      Atomics.store(runtime.memory.i32, stop >> 2, 1);
      const { trades, quotes } = await load;
      sent += trades + quotes;
      for (const lane of [...targets, ...twins]) await untilTicks(lane, sent, 10_000);
    }
    targets.forEach((target, index) => {
      const found = differences(target, twins[index % PLANS.length] as (typeof twins)[number]);
      wrong.push(...found.map((difference) => `lane ${index}: ${difference}`));
      if (published(target, 'CONFLATED') > 0)
        wrong.push(`lane ${index}: the source did not wait: ticks were conflated`);
      wrong.push(...target.failures);
    });
  } catch (error) {
    wrong.push((error as Error).message);
  } finally {
    Atomics.store(runtime.memory.i32, stop >> 2, 1);
    restore();
  }
  await Promise.all([...targets, ...twins].map((lane) => endLane(runtime, lane)));
  runtime.memory.free(stop);
  const { workers: left, memory, replaced } = runtime;
  if (left || memory.used) wrong.push(`left: ${left} workers, ${memory.used} bytes`);
  return { kills: rounds, replaced, wrong };
}

import { differences, PLANS, pause } from './kill-stress.js';
import { createRuntime, endLane, newSeed, published, runLane, sendTicks, untilTicks } from './stress.js';

export interface AfterlifeStress {
  /** Times that the worker is replaced. */
  readonly rounds: number;
  /** The page does not wait for the lock of a worker that it has terminated: the bug that this is to catch. */
  readonly impatient?: boolean;
}

/** A terminated worker goes on executing for so long. */
const AFTERLIFE_MS = 2000;

/** Grants the page every lock at once, held or not; until the call of what this returns. */
function grantLocks(): () => void {
  const { request } = navigator.locks;
  const grant = async (_name: string, callback: () => unknown) => callback();
  Object.defineProperty(navigator.locks, 'request', { value: grant, configurable: true });
  return () => Object.defineProperty(navigator.locks, 'request', { value: request, configurable: true });
}

/**
 * Replaces the worker of one lane in the middle of a load that never lets it sleep, and goes on with the load for as long as its
 * predecessor may go on executing; then compares the lane with an unkilled twin.
 */
export async function stressAfterlife({ rounds, impatient }: AfterlifeStress): Promise<string[]> {
  const runtime = createRuntime();
  const [plan] = PLANS;
  const target = await runLane(runtime, { ...plan });
  const twin = await runLane(runtime, { ...plan });
  const stop = runtime.memory.allocate(4);
  const load = sendTicks(runtime, {
    lanes: [target, twin].map(({ lane }) => lane.address),
    ticks: Number.POSITIVE_INFINITY,
    stop,
    seed: newSeed(),
    batch: 200,
    patient: true,
    inPlace: false,
  });
  const restore = impatient ? grantLocks() : () => {};
  for (let round = 0; round < rounds; round++) {
    await pause(100);
    await target.host.replace();
    await pause(AFTERLIFE_MS);
  }
  restore();
  Atomics.store(runtime.memory.i32, stop >> 2, 1);
  const { trades, quotes, volume } = await load;
  const wrong: string[] = [];
  await untilTicks(target, trades + quotes, 3000).catch(({ message }) => wrong.push(message));
  await untilTicks(twin, trades + quotes);
  wrong.push(...differences(target, twin));
  if (published(target, 'VOLUME') !== volume) wrong.push(`volume ${published(target, 'VOLUME')}, not ${volume}`);
  await Promise.all([endLane(runtime, target), endLane(runtime, twin)]);
  runtime.memory.free(stop);
  if (runtime.workers || runtime.memory.used) wrong.push(`left: ${runtime.workers}, ${runtime.memory.used} bytes`);
  return wrong;
}

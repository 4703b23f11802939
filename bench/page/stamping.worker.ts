/**
 * A kernel's host that notes when each tick was published. It does what the kernel's `run` does, with the same kernel's
 * `drain`, but waits in JavaScript, because `run` never comes back to it to look at a clock.
 */
import { instantiateTicker } from '../../src/kernels/ticker.js';
import { DRAINED, HOST, HOST_STATE, LANE, REASON, TICK } from '../../src/memory/layout.js';
import { Samples } from './samples.ts';

export interface StampingStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly host: number;
  readonly lane: number;
}

globalThis.onmessage = async ({ data }: MessageEvent<StampingStart>) => {
  const { module, memory, host, lane } = data;
  const i32 = new Int32Array(memory.buffer);
  const f64 = new Float64Array(memory.buffer);
  const word = (address: number) => address >> 2;
  const kernel = await instantiateTicker(module, memory);
  const ring = i32[word(lane + LANE.RING)] as number;
  const mask = (i32[word(lane + LANE.CAPACITY)] as number) - 1;
  const [bellAt, readAt] = [word(host + HOST.BELL), word(lane + LANE.READ)];
  const samples = new Samples();
  const { timeOrigin } = performance;
  kernel.recover(lane);
  Atomics.store(i32, word(host + HOST.STATE), HOST_STATE.RUNNING);
  postMessage(samples.take());
  let read = Atomics.load(i32, readAt);
  for (;;) {
    const bell = Atomics.load(i32, bellAt);
    const drained = kernel.drain(lane);
    if (drained) {
      const now = timeOrigin + performance.now();
      // cells stay as they are until the ring comes round: a quarter of a second later at the least
      for (const to = Atomics.load(i32, readAt); read !== to; read = (read + 1) | 0) {
        samples.add(now - (f64[(ring + (read & mask) * TICK.BYTES + TICK.RECEIVED) >> 3] as number));
      }
    }
    Atomics.store(i32, word(host + HOST.ANSWERED), bell);
    if (drained & DRAINED.MORE) continue;
    if (Atomics.and(i32, word(host + HOST.REASON), 0) & REASON.CALL) postMessage(samples.take());
    Atomics.store(i32, word(host + HOST.SLEEPING), 1);
    Atomics.wait(i32, bellAt, bell);
    Atomics.store(i32, word(host + HOST.SLEEPING), 0);
  }
};

import { instantiateTicker } from '../../src/kernels/ticker.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane } from '../../src/memory/lane.js';
import { SLOT } from '../../src/memory/layout.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { createRuntime } from './stress.js';

export interface SlotAccount {
  readonly publications: number;
  readonly reads: number;
  /** Publications that were read as a mixture of two. */
  readonly torn: number;
}

/** A reader without the look at the version: the bug that the slot's design forbids. */
function readBlindly(reader: SlotReader, words: Int32Array, slot: number): void {
  const copy = new Int32Array(reader.values.buffer);
  for (let word = 0; word < copy.length; word++) copy[word] = Atomics.load(words, ((slot + SLOT.VALUES) >> 2) + word);
}

/** Reads a slot while another thread publishes it as fast as it can: by a kernel of this thread's, or in JavaScript. */
export async function stressSlot(publications: number, { blind = false, byKernel = true } = {}): Promise<SlotAccount> {
  const runtime = createRuntime();
  const { memory } = runtime;
  const block = new HostBlock(memory);
  const lane = createTickerLane(memory, { host: block.address });
  const reader = new SlotReader(memory, lane);
  const module = await runtime.module;
  if (byKernel) memory.readSlot = (await instantiateTicker(module, memory.memory)).read;
  const worker = new Worker(new URL('./slot-publisher.worker.ts', import.meta.url), { type: 'module' });
  const done = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage({
    module,
    memory: memory.memory,
    byteLength: memory.byteLength,
    lane: lane.address,
    publications,
  });
  let finished = false;
  void done.then(() => {
    finished = true;
  });
  const at = (offset: number) => reader.values[(offset - SLOT.VALUES) >> 3] as number;
  let reads = 0;
  let torn = 0;
  while (!finished) {
    for (let turn = 0; turn < 10_000; turn++) {
      if (blind) readBlindly(reader, memory.i32, lane.slot);
      else if (!reader.read()) continue;
      reads++;
      const count = at(SLOT.TICKS);
      if (count === 0) continue;
      const value = count * 1024.000_001;
      const whole =
        at(SLOT.LAST) === value &&
        at(SLOT.BID) === value &&
        at(SLOT.ASK) === value &&
        at(SLOT.HIGH) === value &&
        at(SLOT.TIME) === count &&
        at(SLOT.RECEIVED) === count &&
        at(SLOT.SEQUENCE) === count &&
        at(SLOT.BID_SIZE) === count;
      if (!whole) torn++;
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  await done;
  worker.terminate();
  reader.read();
  return { publications: reader.version / 2, reads, torn };
}

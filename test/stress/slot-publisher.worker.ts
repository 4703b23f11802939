/** A stress test's kernel thread: one tick, one drain, one publication, as fast as it can. */
import { instantiateTicker } from '../../src/kernels/ticker.js';
import type { LaneAddress } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { Views } from '../../src/memory/views.js';

export interface PublisherOrder {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly byteLength: number;
  readonly lane: LaneAddress;
  readonly publications: number;
}

addEventListener('message', async ({ data }: MessageEvent<PublisherOrder>) => {
  const kernel = await instantiateTicker(data.module, data.memory);
  const ring = new RingWriter(new Views(data.memory), data.lane, data.byteLength);
  for (let count = 1; count <= data.publications; count++) {
    // every field of one publication follows from the count; the high word of each changes now and then
    const value = count * 1024.000_001;
    ring.quote(count, count, value, count, value, count, count, 0, 1);
    ring.flush();
    kernel.drain(data.lane);
  }
  postMessage('done');
});

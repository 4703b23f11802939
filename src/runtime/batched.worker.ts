import { expose } from 'comlink';
import { BatchedLanes } from './batched-lanes.js';
import type { ReturnedBuffer } from './batched-service.js';

/** The worker of a host whose memory is its own: ticks come by message. */
const lanes = new BatchedLanes((message, transfer) => postMessage(message, { transfer }));
addEventListener('message', ({ data }: MessageEvent<ReturnedBuffer>) => {
  if (data.ticklane === 'buffer') lanes.take(data.buffer);
});
expose(lanes);

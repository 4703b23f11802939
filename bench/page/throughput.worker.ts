/**
 * A feed worker whose frames have arrived already: the product's codec and tick writer, as fast as they can. The time ends when
 * every tick is in its published slot: by hosts of their own, or by the same worker, which drains after each frame what a pool would.
 */
import { binary } from '../../src/feed/codecs/binary.js';
import { subscribedMessage } from '../../src/feed/codecs/gateway-protocol.js';
import { json } from '../../src/feed/codecs/json.js';
import type { FeedStart, LaneHandover } from '../../src/feed/protocol.js';
import { TickWriter } from '../../src/feed/tick-writer.js';
import { instantiateTicker } from '../../src/kernels/instance.js';
import { FeedBlockWriter } from '../../src/memory/feed-block.js';
import { DRAINED, HOST, LANE } from '../../src/memory/layout.js';
import { Views } from '../../src/memory/views.js';
import { type FrameFormat, makeFrames, wireSymbols } from './frames.ts';

export interface ThroughputStart extends FeedStart {
  readonly memory: WebAssembly.Memory;
  readonly lanes: readonly LaneHandover[];
  /** Hosts that drain the lanes; without any, the worker does it itself by this kernel. */
  readonly hosts: readonly number[];
  readonly module: WebAssembly.Module;
  readonly format: FrameFormat;
  readonly batch: number;
  /** Frames made beforehand; a run goes through them again and again. */
  readonly frames: number;
}

/** How many ticks to take in one run. */
export type ThroughputOrder = number;

export interface ThroughputAnswer {
  readonly milliseconds: number;
  /** Until the last frame was decoded: what the feed worker alone takes, where hosts drain. */
  readonly decoded: number;
}

type Run = (ticks: ThroughputOrder) => ThroughputAnswer;

async function prepare(start: ThroughputStart): Promise<Run> {
  const { memory, byteLength, block, lanes, hosts, format, batch } = start;
  const symbols = wireSymbols(lanes.length);
  const frames = makeFrames({ format, symbols, batch, frames: start.frames });
  const views = new Views(memory);
  const writer = new TickWriter(views, new FeedBlockWriter(views, block, byteLength), (_, message) => {
    throw new Error(message);
  });
  for (const lane of lanes) writer.route(lane.symbol, lane);
  const codec = format === 'json' ? json({}) : binary({});
  codec.decode(subscribedMessage(symbols), writer);

  const i32 = new Int32Array(memory.buffer);
  const kernel = await instantiateTicker(start.module, memory);
  const drainTouched = () => {
    for (const { address } of lanes) {
      const read = Atomics.load(i32, (address + LANE.READ) >> 2);
      if (read === Atomics.load(i32, (address + LANE.WRITE) >> 2)) continue;
      while (kernel.drain(address) & DRAINED.MORE);
    }
  };
  const areDrained = () =>
    hosts.every(
      (host) => Atomics.load(i32, (host + HOST.BELL) >> 2) === Atomics.load(i32, (host + HOST.ANSWERED) >> 2),
    );
  const { timeOrigin } = performance;

  return (ticks) => {
    const from = performance.now();
    for (let sent = 0, index = 0; sent < ticks; sent += batch, index++) {
      const frame = frames[index % frames.length] as string | ArrayBuffer;
      writer.message(typeof frame === 'string' ? frame.length : frame.byteLength, timeOrigin + performance.now());
      codec.decode(frame, writer);
      writer.flush();
      if (hosts.length === 0) drainTouched();
    }
    const decoded = performance.now() - from;
    const word = ((hosts[0] ?? 0) + HOST.ANSWERED) >> 2;
    // a wait that nobody ends, so that the hosts have this core
    while (!areDrained()) Atomics.wait(i32, word, Atomics.load(i32, word), 0.02);
    return { milliseconds: performance.now() - from, decoded };
  };
}

let run: Run;

globalThis.onmessage = async ({ data }: MessageEvent<ThroughputStart | ThroughputOrder>) => {
  if (typeof data === 'number') return postMessage(run(data));
  run = await prepare(data);
  postMessage({ ready: true });
};

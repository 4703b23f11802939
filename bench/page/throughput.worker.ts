/**
 * A feed worker whose socket is a list of frames that have arrived already: the product's session, codec and tick writer,
 * as fast as they can. The time ends when every host has drained what was written.
 */
import type { TickSink } from '../../src/feed/codec.js';
import { BinaryTickEncoder } from '../../src/feed/codecs/binary.js';
import { subscribedMessage, type TickEncoder } from '../../src/feed/codecs/gateway-protocol.js';
import { JsonTickEncoder } from '../../src/feed/codecs/json-encoder.js';
import { FeedSession } from '../../src/feed/feed-session.js';
import type { FeedStart, LaneHandover } from '../../src/feed/protocol.js';
import { MarketSimulator } from '../../src/feed/simulator.js';
import { HOST } from '../../src/memory/layout.js';

export interface ThroughputStart extends FeedStart {
  readonly lanes: readonly LaneHandover[];
  readonly hosts: readonly number[];
  readonly format: 'json' | 'binary';
  readonly batch: number;
  /** Frames made beforehand; a run goes through them again and again. */
  readonly frames: number;
}

/** How many ticks to take in one run. */
export type ThroughputOrder = number;

export interface ThroughputAnswer {
  readonly milliseconds: number;
  /** Until the last frame was decoded: what the feed worker alone takes. */
  readonly decoded: number;
}

/** Stands where the network would be. */
class FrameSource {
  static latest: FrameSource;
  static names: readonly string[] = [];
  binaryType = 'blob';
  onopen: () => void = () => {};
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;

  constructor() {
    FrameSource.latest = this;
    setTimeout(() => this.onopen());
  }

  /** Answers the subscription, as the gateway does. */
  send(): void {
    const symbols = FrameSource.names.map((name, index) => ({ name, id: index + 1 }));
    this.onmessage?.({ data: subscribedMessage(symbols) });
    postMessage({ ready: true });
  }

  close(): void {}
}

let frames: (string | ArrayBuffer)[] = [];
let start: ThroughputStart;
let i32: Int32Array;

/** The frames of a simulated market of these symbols. */
function makeFrames(names: readonly string[]): (string | ArrayBuffer)[] {
  const encoder: TickEncoder = start.format === 'json' ? new JsonTickEncoder() : new BinaryTickEncoder();
  const market = new MarketSimulator({ seed: 1, symbols: names });
  const symbols = names.map((name, index) => ({ name, id: index + 1 }));
  const of = (id: number) => symbols[id - 1] as (typeof symbols)[number];
  const sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'> = {
    symbol: (name) => names.indexOf(name) + 1,
    trade: (id, ...rest) => encoder.trade(of(id), ...rest),
    quote: (id, ...rest) => encoder.quote(of(id), ...rest),
  };
  const utf8 = new TextEncoder();
  const text = new TextDecoder();
  let time = Date.now();
  return Array.from({ length: start.frames }, () => {
    for (let tick = 0; tick < start.batch; tick++) market.tickInto(sink, time++);
    const frame = encoder.frame(time);
    // as a socket gives it: flat, not a rope of concatenations
    return typeof frame === 'string' ? text.decode(utf8.encode(frame)) : (frame as ArrayBuffer);
  });
}

function drained(): boolean {
  return start.hosts.every(
    (host) => Atomics.load(i32, (host + HOST.BELL) >> 2) === Atomics.load(i32, (host + HOST.ANSWERED) >> 2),
  );
}

function run(ticks: ThroughputOrder): ThroughputAnswer {
  const { latest } = FrameSource;
  const word = ((start.hosts[0] as number) + HOST.ANSWERED) >> 2;
  const from = performance.now();
  for (let sent = 0, index = 0; sent < ticks; sent += start.batch, index++) {
    latest.onmessage?.({ data: frames[index % frames.length] as string | ArrayBuffer });
  }
  const decoded = performance.now() - from;
  // a wait that nobody ends, so that the hosts have this core
  while (!drained()) Atomics.wait(i32, word, Atomics.load(i32, word), 0.02);
  return { milliseconds: performance.now() - from, decoded };
}

globalThis.onmessage = ({ data }: MessageEvent<ThroughputStart | ThroughputOrder>) => {
  if (typeof data === 'number') return postMessage(run(data));
  start = data;
  i32 = new Int32Array(start.memory.buffer);
  FrameSource.names = start.lanes.map(({ symbol }) => symbol);
  frames = makeFrames(FrameSource.names);
  globalThis.WebSocket = FrameSource as unknown as typeof WebSocket;
  const session = new FeedSession();
  session.begin(start, (event) => {
    if (event.type === 'problem') throw new Error(event.problem.message);
  });
  for (const lane of start.lanes) session.subscribe(lane);
  const { format } = start;
  session.connect({ src: 'ws://frames', transport: 'auto', protocols: [], format, map: '', staleAfter: 1e9 });
};

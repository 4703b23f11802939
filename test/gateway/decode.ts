import assert from 'node:assert/strict';
import type { TickSink } from '../../src/feed/codec.js';
import { binary } from '../../src/feed/codecs/binary.js';
import { json } from '../../src/feed/codecs/json.js';
import { deafSink } from '../../src/feed/deaf-sink.js';

/** A tick as the project's own codecs read it. */
export interface DecodedTick {
  readonly kind: 'trade' | 'quote';
  readonly symbol: string;
  readonly sequence: number;
  readonly time: number;
  /** Price and size, or bid, bid size, ask, ask size. */
  readonly values: readonly number[];
}

/** Decodes what a client received; fails the test where the codec finds anything wrong. */
export function decodeAll(format: 'json' | 'binary', frames: readonly (string | ArrayBuffer)[]): DecodedTick[] {
  const names = [''];
  const ticks: DecodedTick[] = [];
  const sink: TickSink = {
    ...deafSink,
    symbol: (name) => names.push(name) - 1,
    trade: (id, time, price, size, sequence) =>
      ticks.push({ kind: 'trade', symbol: names[id] ?? '', sequence, time, values: [price, size] }),
    quote: (id, time, bid, bidSize, ask, askSize, sequence) =>
      ticks.push({ kind: 'quote', symbol: names[id] ?? '', sequence, time, values: [bid, bidSize, ask, askSize] }),
    rejected: (reason) => assert.fail(reason),
    failed: (reason) => assert.fail(reason),
    send: () => assert.fail('nothing to answer'),
  };
  const codec = (format === 'json' ? json : binary)({});
  for (const frame of frames) codec.decode(frame, sink);
  return ticks;
}

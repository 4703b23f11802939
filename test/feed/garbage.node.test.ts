import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BinaryTickEncoder, binary } from '../../src/feed/codecs/binary.ts';
import { subscribedMessage, type TickEncoder } from '../../src/feed/codecs/gateway-protocol.ts';
import { json } from '../../src/feed/codecs/json.ts';
import { JsonTickEncoder } from '../../src/feed/codecs/json-encoder.ts';
import { HEADER, RECORD } from '../../src/feed/codecs/tick-frame.ts';
import { TickWriter } from '../../src/feed/tick-writer.js';
import { FeedBlockReader, FeedBlockWriter } from '../../src/memory/feed-block.js';
import { Views } from '../../src/memory/views.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';

const SYMBOLS = Array.from({ length: 10 }, (_, index) => ({ name: `S${index}`, id: index + 1 }));
const TICKS = 500;
const FRAMES = 40;
/** What a frame itself leaves behind, spread over its ticks; a single boxed number for each tick would be 12 or 16. */
const ALLOWED = 6;
/** So many rounds in a row must be clean: one alone may be so because the engine collected meanwhile. */
const CLEAN_ROUNDS = 10;
/** The engine takes a while until it has optimised all of the way; on a machine with other work, seconds. */
const LONGEST_MS = 30_000;

function makeFrame(encoder: TickEncoder): string | ArrayBuffer {
  for (let tick = 0; tick < TICKS; tick++) {
    const symbol = SYMBOLS[tick % SYMBOLS.length] as (typeof SYMBOLS)[number];
    if (tick % 3 === 0) encoder.trade(symbol, 1e12 + tick, 100.25 + tick, 0.5, Math.floor(tick / SYMBOLS.length), 2);
    else encoder.quote(symbol, 1e12 + tick, 99.75, 1.5, 100.25 + tick, 2.5, Math.floor(tick / SYMBOLS.length));
  }
  return encoder.frame(1e12);
}

/** Each symbol's next numbers. */
function countOn(frame: ArrayBuffer): void {
  const numbers = new Float64Array(frame);
  for (let tick = 0; tick < TICKS; tick++) {
    const at = (HEADER.BYTES + tick * RECORD.BYTES + RECORD.SEQUENCE) / 8;
    numbers[at] = (numbers[at] as number) + TICKS / SYMBOLS.length;
  }
}

describe('a steady stream', () => {
  const formats = [
    ['binary', binary, new BinaryTickEncoder()],
    ['json', json, new JsonTickEncoder()],
  ] as const;
  for (const [format, create, encoder] of formats) {
    for (const conflated of [false, true]) {
      it(`of ${format} leaves no garbage for a tick${conflated ? ', on full rings' : ''}`, async () => {
        const { memory, kernel } = await createKernel(true);
        const block = new FeedBlockReader(memory);
        const report = (code: string, message: string) => assert.fail(`${code}: ${message}`);
        const views = new Views(memory.memory);
        const writer = new TickWriter(views, new FeedBlockWriter(views, block.address, memory.byteLength), report);
        const lanes = SYMBOLS.map(({ name: symbol }) => {
          const lane = new TestLane(memory, kernel, { capacity: 128 });
          writer.route(symbol, { address: lane.lane.address, symbol, leg: 0, byteLength: memory.byteLength });
          return lane.lane.address;
        });
        const codec = create({});
        writer.message(1, 1e12);
        codec.decode(subscribedMessage(SYMBOLS), writer);
        const frame = makeFrame(encoder);
        // the gateway numbers without a hole, and so does each round
        writer.contiguous = format === 'binary';
        let clean = 0;
        let left = 0;
        const until = performance.now() + LONGEST_MS;
        while (clean < CLEAN_ROUNDS && performance.now() < until) {
          const before = process.memoryUsage().heapUsed;
          for (let count = 0; count < FRAMES; count++) {
            writer.message(1, 1e12);
            if (typeof frame !== 'string') countOn(frame);
            codec.decode(frame, writer);
            writer.flush();
            if (conflated) continue;
            for (const lane of lanes) while (kernel.drain(lane) & 2);
          }
          left = (process.memoryUsage().heapUsed - before) / (FRAMES * TICKS);
          clean = left >= 0 && left <= ALLOWED ? clean + 1 : 0;
        }
        assert.equal(clean, CLEAN_ROUNDS, `${left} bytes of garbage for each tick`);
        const { ticks, gaps, conflated: merged } = block.read();
        assert.equal(gaps, 0);
        assert.ok(ticks >= FRAMES * TICKS);
        assert.equal(merged > 0, conflated);
      });
    }
  }
});

/** What a broken source, or a broken box on the way, may put between two messages: each piece is for answers of one kind. */
import type { Garbage } from './proxy.js';

const bytes = (...values: number[]) => new Uint8Array(values);

/** A frame as the binary format has it, but for what is said. */
function tickFrame(change: (frame: DataView) => void, length = 72): Uint8Array {
  const frame = new DataView(new ArrayBuffer(length));
  frame.setUint32(0, 0x31464c54, true);
  frame.setUint16(4, 56, true);
  frame.setUint16(6, 1, true);
  if (length >= 72) {
    frame.setFloat64(16, Date.now(), true);
    frame.setFloat64(24, 1e6, true);
    frame.setUint32(64, 1, true);
    frame.setUint8(68, 1);
  }
  change(frame);
  return new Uint8Array(frame.buffer);
}

const BROKEN_FRAMES = [
  bytes(1, 2, 3, 4, 5),
  tickFrame(() => {}, 16),
  tickFrame((frame) => frame.setUint32(0, 7, true)),
  tickFrame((frame) => frame.setUint16(4, 57, true)),
  tickFrame((frame) => frame.setUint16(6, 9, true)),
  tickFrame((frame) => frame.setUint32(64, 4e9, true)),
  tickFrame((frame) => frame.setUint8(68, 200)),
  tickFrame((frame) => frame.setFloat64(24, Number.NaN, true)),
];

const BROKEN_TEXTS = [
  '{"type":"trade","symbol":"ALPHA","pri',
  '[{"type":"trade","symbol":"ALPHA","price":"much","size":1,"sequence":1}]',
  '[{"type":"trade","symbol":"ALPHA","price":5,"size":-1,"sequence":1}]',
  '[[[[[[',
  '{"type":"subscribed","protocol":1,"symbols":7}',
  '\u0000\uffff\u202e',
  'null',
  `"${'x'.repeat(5000)}"`,
];

/** Length and kind before each, as the binary stream has it. */
function prefixed(frame: Uint8Array, kind = 2): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(frame.length, 0);
  head.writeUInt32LE(kind, 4);
  return Buffer.concat([head, frame]);
}

/** Garbage that stands where a message would: the connection has no reason to end. By the id of the feed. */
export const RUBBISH: Readonly<Record<string, readonly Garbage[]>> = {
  websocket: [...BROKEN_TEXTS, ...BROKEN_FRAMES].map((message) => ({ message })),
  'websocket-binary': [...BROKEN_TEXTS, ...BROKEN_FRAMES].map((message) => ({ message })),
  sse: [
    ...BROKEN_TEXTS.map((text) => ({ message: `data: ${text}\n\n` })),
    { message: 'nonsense\n: \nid\nretry: soon\nevent: x\ndata\n\n' },
  ],
  stream: BROKEN_TEXTS.map((text) => ({ message: `${text}\n` })),
  'stream-binary': BROKEN_FRAMES.map((frame) => ({ message: prefixed(frame) })),
};

/** Bytes that break the way messages are told apart: nothing behind them can be read. */
export const WRECKAGE: Readonly<Record<string, readonly Garbage[]>> = {
  // reserved bits and an opcode that does not exist
  websocket: [{ bytes: bytes(0xff, 0xff, 0xff) }],
  'websocket-binary': [{ message: 'text' }, { bytes: bytes(0x8f, 0x00) }],
  // no size of a chunk
  sse: [{ bytes: Buffer.from('these are not\r\nthe bytes\r\n') }],
  stream: [{ bytes: Buffer.from('zz\r\n\r\n') }],
  // a length that nobody would send
  'stream-binary': [{ message: bytes(255, 255, 255, 255, 9, 9, 9, 9) }],
};

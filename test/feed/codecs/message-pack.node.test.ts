import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { packMessage, unpackMessage } from '../../../src/feed/codecs/message-pack.ts';
import { check } from './seed.ts';

const unpack = (...bytes: number[]) => unpackMessage(Uint8Array.from(bytes).buffer);
const text = (value: string) => [...new TextEncoder().encode(value)];

describe('MessagePack', () => {
  const values: [string, number[], unknown][] = [
    ['a small number', [0x05], 5],
    ['a small negative number', [0xff], -1],
    ['null', [0xc0], null],
    ['false', [0xc2], false],
    ['true', [0xc3], true],
    ['a number of one byte', [0xcc, 0xff], 255],
    ['a number of two bytes', [0xcd, 1, 0], 256],
    ['a number of four bytes', [0xce, 0, 1, 0, 0], 65_536],
    ['a number of eight bytes', [0xcf, 0, 0, 0, 1, 0, 0, 0, 0], 2 ** 32],
    [
      'negative numbers',
      [0x94, 0xd0, 0x80, 0xd1, 0xff, 0, 0xd2, 0xff, 0xff, 0, 0, 0xd3, ...Array(7).fill(0xff), 0xfe],
      [-128, -256, -65_536, -2],
    ],
    ['a number of single precision', [0xca, 0x3f, 0x80, 0, 0], 1],
    ['a double', [0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
    ['a short text', [0xa3, ...text('SPY')], 'SPY'],
    ['longer texts', [0x93, 0xd9, 1, 0x61, 0xda, 0, 1, 0x62, 0xdb, 0, 0, 0, 1, 0x63], ['a', 'b', 'c']],
    ['an object', [0x81, 0xa1, 0x54, 0x91, 0x07], { T: [7] }],
    ['long lists and objects', [0xdc, 0, 2, 0xde, 0, 1, 0xa1, 0x61, 1, 0xdf, 0, 0, 0, 0], [{ a: 1 }, {}]],
    ['bytes and unknown extensions, as nothing', [0x93, 0xc4, 1, 9, 0xd4, 5, 0, 0xc7, 2, 5, 0, 0], [null, null, null]],
    ['a time in seconds', [0xd6, 0xff, 0x65, 0x53, 0xf1, 0], 1_700_000_000_000],
    ['a time with nanoseconds', [0xd7, 0xff, 0x77, 0x35, 0x94, 0, 0x65, 0x53, 0xf1, 0], 1_700_000_000_500],
    ['a long time', [0xc7, 12, 0xff, 0x1d, 0xcd, 0x65, 0, 0, 0, 0, 0, 0x65, 0x53, 0xf1, 0], 1_700_000_000_500],
  ];
  for (const [name, bytes, value] of values) {
    it(`reads ${name}`, () => assert.deepEqual(unpack(...bytes), value));
  }

  it('reads nothing that is cut short, goes on, is none or is nested without end', () => {
    for (const bytes of [[], [0xc1], [0xa3, 0x61], [1, 2], [0xdd, 255, 255, 255, 255], [0x81, 1, 1], [0xd4, 0xff, 0]]) {
      assert.equal(unpack(...bytes), undefined, String(bytes));
    }
    assert.equal(unpack(...Array(100_000).fill(0x91)), undefined);
  });

  it('reads what it wrote', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.string(), fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
    })).any;
    check(
      fc.property(value, (any) => {
        const message = JSON.parse(JSON.stringify(any)) as Parameters<typeof packMessage>[0];
        assert.equal(JSON.stringify(unpackMessage(packMessage(message))), JSON.stringify(message));
      }),
    );
  });

  it('throws at no bytes', () => {
    check(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        unpackMessage(bytes.slice().buffer);
      }),
      2000,
    );
  });
});

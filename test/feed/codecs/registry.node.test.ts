import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closest } from '../../../src/feed/closest.ts';
import { codecs, createCodec } from '../../../src/feed/codecs/index.ts';

describe('the registry of codecs', () => {
  it('makes a codec of every known format', () => {
    assert.deepEqual([...codecs.keys()], ['json', 'binary', 'coinbase', 'binance', 'binance-futures']);
    for (const format of codecs.keys()) assert.equal(createCodec(format).name, format);
  });

  it('hands the options on', () => {
    assert.throws(() => createCodec('json', { map: 'price' }), { name: 'TypeError', message: /^map, column 6/ });
  });

  it('answers an unknown format with the known ones, and the nearest', () => {
    const known = 'known are json, binary, coinbase, binance, binance-futures';
    assert.throws(() => createCodec('Binanse'), {
      name: 'TypeError',
      message: `unknown format "Binanse" (did you mean "binance"?): ${known}`,
    });
    assert.throws(() => createCodec('protobuf'), { message: `unknown format "protobuf": ${known}` });
  });
});

describe('the closest name', () => {
  const names = ['rate', 'seed', 'burst'];
  const cases: [string, string | undefined][] = [
    ['rate', 'rate'],
    ['RATE ', 'rate'],
    ['raet', 'rate'],
    ['sed', 'seed'],
    ['bursts', 'burst'],
    ['', undefined],
    ['x', undefined],
    ['something else', undefined],
  ];
  for (const [word, name] of cases) {
    it(`to "${word}" is ${name ?? 'none'}`, () => assert.equal(closest(word, names), name));
  }
});

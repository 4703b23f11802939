import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closest } from '../../../src/feed/closest.ts';
import { codecs, createCodec } from '../../../src/feed/codecs/index.ts';
import { loadCodec } from '../../../src/feed/codecs/load.ts';
import { VENUE_FILES, VENUES } from '../../../src/feed/codecs/names.ts';

describe('the registry of codecs', () => {
  it('makes a codec of every known format', () => {
    assert.deepEqual([...codecs.keys()], ['json', 'binary', ...VENUES]);
    for (const format of codecs.keys()) assert.equal(createCodec(format).name, format);
  });

  it('loads each by itself, by name and by address', async () => {
    for (const [format, factory] of codecs) assert.equal(await loadCodec(format), factory);
    for (const venue of VENUES) {
      const file = new URL(`../../../src/feed/codecs/${VENUE_FILES[venue]}.ts`, import.meta.url);
      assert.equal(await loadCodec(venue, file.href), codecs.get(venue));
    }
    await assert.rejects(loadCodec('x', 'file:///nowhere.js'), /format "x": its module does not load/);
    await assert.rejects(loadCodec('x', 'data:text/javascript,export default 5'), /must export a codec factory/);
    await assert.rejects(loadCodec('krakn'), /did you mean "kraken"/);
  });

  it('hands the options on', () => {
    assert.throws(() => createCodec('json', { map: 'price' }), { name: 'TypeError', message: /^map, column 6/ });
  });

  it('answers an unknown format with the known ones, and the nearest', () => {
    const known = `known are json, binary, ${VENUES.join(', ')}`;
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

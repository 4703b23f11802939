import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { loadCodec } from '../../src/feed/codecs/load.js';
import { VENUES } from '../../src/feed/codecs/names.js';
import { partLoader } from '../../src/feed/parts.js';
import { chooseTransport, loadTransport } from '../../src/feed/transports/index.js';
import { FEED_COUNTERS } from '../../src/memory/feed-block.js';
import { ROOT } from '../../tools/files.ts';
import { RecordingSink } from '../feed/codecs/recording-sink.ts';

const text = readFileSync(path.join(ROOT, 'docs/feeds.md'), 'utf8');
const part = (heading: string) => text.slice(text.indexOf(`\n## ${heading}\n`)).split(/\n##? /)[1] ?? '';

describe('docs/feeds.md', () => {
  it('has a codec that works as it stands there', async () => {
    const [, code = ''] = /<!-- codec -->\s+```js\n(.*?)```/s.exec(text) ?? [];
    const factory = await loadCodec('pipes', `data:text/javascript,${encodeURIComponent(code)}`);
    const codec = factory({});
    const sink = new RecordingSink();
    codec.decode('ACME|101.5|200|1700000000000\nnonsense', sink);
    assert.deepEqual(
      sink.trades.map(({ symbol, price, size, time }) => [symbol, price, size, time]),
      [['ACME', 101.5, 200, 1_700_000_000_000]],
    );
    assert.deepEqual(sink.samples, ['nonsense']);
    assert.deepEqual(codec.subscribe(['A', 'B']), ['+A', '+B']);
  });

  it('names every venue, and the counters of a feed', () => {
    const rows = [...part('Formats').matchAll(/^\| (`.*?`) \|/gm)].map(([, names = '']) => names);
    assert.deepEqual(
      rows.flatMap((names) => [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)),
      [...VENUES],
    );
    for (const counter of FEED_COUNTERS) {
      if (counter !== 'lastMessage') assert.match(part('When something goes wrong'), new RegExp(`\\b${counter}\\b`));
    }
  });

  it('names transports that there are', async () => {
    const rows = [...part('Transports').matchAll(/^\|(.*?)\| (`.*?`) \|/gm)];
    assert.ok(rows.length > 7);
    rows.shift();
    for (const [, , names = ''] of rows) {
      for (const [, name = ''] of names.matchAll(/`(\w+)`/g)) {
        const loaded = new Map();
        await loadTransport(`x:`, name, loaded, partLoader());
        const open = () => chooseTransport(`x:`, name, loaded);
        if (['auto', 'nats', 'mqtt'].includes(name)) assert.throws(open, /no transport for x:/);
        else assert.equal(typeof open(), 'function');
      }
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDemo } from '../../gateway/demo-server.js';
import { TestClient } from './client.js';

describe('the demo', () => {
  it('serves an isolated page with the gateway on the same origin, on the next free ports', async (test) => {
    const first = await startDemo({ port: 5273, gateway: { simulate: 2, port: 8887 } });
    test.after(() => first.close());
    const second = await startDemo({ port: 5273, gateway: { simulate: 2, port: 8887 }, isolated: false });
    test.after(() => second.close());
    assert.notEqual(first.url, second.url);
    assert.notEqual(first.gateway.port, second.gateway.port);

    const front = await fetch(first.url, { redirect: 'manual' });
    assert.equal(front.status, 302);
    assert.equal(front.headers.get('location'), '/demo/');
    const source = await fetch(`${first.url}src/market/tick.ts`);
    assert.equal(source.status, 200);
    assert.equal(source.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(source.headers.get('cross-origin-embedder-policy'), 'require-corp');
    const open = await fetch(`${second.url}src/market/tick.ts`);
    assert.equal(open.headers.get('cross-origin-opener-policy'), null);

    const client = await TestClient.connect(`${first.url.replace('http', 'ws')}ws?format=binary`);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('a frame', () => client.frames.length > 0);
    await client.close();
    const symbols = (await (await fetch(`${first.url}symbols`)).json()) as unknown[];
    assert.equal(symbols.length, 2);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDemo } from '../../gateway/demo-server.js';
import { TestClient } from './client.js';
import { address, exitCode, run } from './command.js';
import { StreamClient } from './stream-client.js';

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
    const stream = await StreamClient.open(`${first.url}sse?symbols=BTC-USD`);
    await stream.until('events', () => stream.events().length > 2);
    stream.cut();
    const symbols = (await (await fetch(`${first.url}symbols`)).json()) as unknown[];
    assert.equal(symbols.length, 2);
  });
});

describe('npm start', () => {
  it('says where to look, serves, and ends well upon Ctrl-C', async (test) => {
    const started = run(test, 'demo', '--port', '5373', '--simulate', '2', '--no-isolation');
    const client = await TestClient.connect(await address(started));
    assert.match(started.out, /^ticklane demo on http:\/\/localhost:\d+\/ \(not isolated\)\n {2}ticks from ws:/);
    await client.close();
    started.child.kill('SIGINT');
    assert.equal(await exitCode(started), 0);
  });

  it('prints its help, and ends with 2 for a bad command line', async (test) => {
    const [help, unknown, bad] = [
      run(test, 'demo', '--help'),
      run(test, 'demo', '--nope'),
      run(test, 'demo', '--rate', '0'),
    ];
    assert.deepEqual(await Promise.all([help, unknown, bad].map(exitCode)), [0, 2, 2]);
    assert.match(help?.out ?? '', /--no-isolation/);
    assert.match(unknown?.error ?? '', /Unknown option '--nope'/);
    assert.match(bad?.error ?? '', /--rate 0: expected a number from 1 to 1000000/);
  });
});

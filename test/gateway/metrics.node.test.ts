import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type Gateway, startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { StreamClient } from './stream-client.js';

/** The samples of `/metrics` by name and labels, each line checked against the text format. */
async function samples({ pageUrl }: Gateway): Promise<Map<string, number>> {
  const response = await fetch(`${pageUrl}/metrics`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const found = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', value = ''] = /^([a-z_:][a-z0-9_:]*(?:\{[^}]*\})?) (\S+)$/i.exec(line) ?? assert.fail(line);
    assert.ok(!found.has(name), `${name} twice`);
    found.set(name, Number(value));
  }
  return found;
}

async function start(test: TestContext): Promise<Gateway> {
  const gateway = await startGateway({ simulate: 5, rate: 5000 });
  test.after(() => gateway.close());
  return gateway;
}

describe('/metrics', () => {
  it('counts clients, subscriptions, ticks, bytes and delays of every output', async (test) => {
    const gateway = await start(test);
    const socket = await TestClient.connect(gateway.url);
    socket.send({ type: 'subscribe', symbols: ['BTC-USD', 'ETH-USD'] });
    const sse = await StreamClient.open(`${gateway.pageUrl}/sse?symbols=BTC-USD`);
    const stream = await StreamClient.open(`${gateway.pageUrl}/stream?symbols=BTC-USD&format=binary`);
    await socket.until('ticks', () => socket.texts.length > 10);
    await sse.until('ticks', () => sse.events().length > 10);
    await stream.until('ticks', () => stream.frames().length > 10);
    await fetch(`${gateway.pageUrl}/sse`);
    const now = await samples(gateway);
    for (const output of ['ws', 'sse', 'stream']) {
      assert.equal(now.get(`ticklane_clients{output="${output}"}`), 1);
      const count = now.get(`ticklane_added_delay_seconds_count{output="${output}"}`) ?? 0;
      assert.ok(count >= 10, `${count} delays of ${output}`);
      assert.equal(now.get(`ticklane_added_delay_seconds_bucket{le="+Inf",output="${output}"}`), count);
      assert.ok((now.get(`ticklane_added_delay_seconds_sum{output="${output}"}`) ?? -1) > 0);
    }
    assert.equal(now.get('ticklane_subscriptions'), 4);
    assert.equal(now.get('ticklane_connections_total'), 3);
    assert.equal(now.get('ticklane_refused_total'), 1);
    assert.equal(now.get('ticklane_ticks_conflated_total'), 0);
    const [received = 0, sent = 0] = [now.get('ticklane_ticks_received_total'), now.get('ticklane_ticks_sent_total')];
    assert.ok(received > 0 && sent > 0);
    assert.ok((now.get('ticklane_sent_bytes_total') ?? 0) > 50 * sent);
    assert.ok((now.get('process_resident_memory_bytes') ?? 0) > 0);
    assert.ok(now.has('nodejs_eventloop_lag_p99_seconds'));
    const later = await samples(gateway);
    assert.ok((later.get('ticklane_ticks_sent_total') ?? 0) >= sent, 'a counter went back');
    await socket.close();
    sse.cut();
    stream.cut();
  });

  it('are of each gateway alone', async (test) => {
    const [one, other] = [await start(test), await start(test)];
    const client = await TestClient.connect(one.url);
    assert.equal((await samples(one)).get('ticklane_connections_total'), 1);
    assert.equal((await samples(other)).get('ticklane_connections_total'), 0);
    await client.close();
  });
});

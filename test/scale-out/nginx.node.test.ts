import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { type RequestOptions, request } from 'node:https';
import { describe, it, type TestContext } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { type Gateway, startGateway } from '../../gateway/server.js';
import { hasBrotli, missing, type Nginx, SITE, startNginx } from './nginx-process.ts';
import { until } from './until.ts';

const TOKEN = 'not-for-the-log';
const skip = missing && `${missing} is not installed`;

/** Two gateways that want a token, behind nginx. */
async function start(test: TestContext): Promise<{ gateways: [Gateway, Gateway]; nginx: Nginx }> {
  const one = () => startGateway({ simulate: 2, rate: 20, token: TOKEN });
  const gateways: [Gateway, Gateway] = [await one(), await one()];
  // nginx goes first: its connections would hold the gateways up
  const nginx = await startNginx(test, [gateways[0].port, gateways[1].port]);
  test.after(() => Promise.all(gateways.map((gateway) => gateway.close())));
  return { gateways, nginx };
}

/** Begins a request and resolves with the answer's head; the body is still to come. */
async function ask(test: TestContext, { port }: Nginx, path: string, headers: RequestOptions['headers'] = {}) {
  const asked = request({ host: '127.0.0.1', port, path, headers, rejectUnauthorized: false, agent: false });
  test.after(() => asked.destroy());
  asked.on('error', () => {}); // destroyed at the end of the test
  asked.end();
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  return response;
}

async function bodyOf(response: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function open(test: TestContext, { port }: Nginx) {
  const socket = new WebSocket(`wss://127.0.0.1:${port}/ws?token=${TOKEN}`, { rejectUnauthorized: false });
  test.after(() => socket.terminate());
  const messages: string[] = [];
  const closed: number[] = [];
  socket.on('message', (data) => messages.push(String(data)));
  socket.on('close', (code) => closed.push(code));
  socket.on('error', () => {}); // told by `close`
  return { socket, messages, closed };
}

const ISOLATION = ['cross-origin-opener-policy', 'cross-origin-embedder-policy', 'cross-origin-resource-policy'];

describe('the nginx configuration of docs/deploy.md', { skip }, () => {
  it('passes a WebSocket through, and the goodbye of a gateway that is replaced; the other one takes over', async (test) => {
    const { gateways, nginx } = await start(test);
    const first = open(test, nginx);
    await once(first.socket, 'open');
    first.socket.send(JSON.stringify({ type: 'subscribe', symbols: ['BTC-USD'] }));
    await until('ticks', () => first.messages.some((text) => text.includes('"price"')));
    assert.match(first.messages[0] as string, /"type":"subscribed"/);
    const index = gateways.findIndex(({ stats }) => stats.clients === 1);
    await (gateways[index] as Gateway).close();
    await until('the goodbye', () => first.closed.length > 0);
    assert.deepEqual(first.closed, [1001]);
    for (let turn = 0; turn < 4; turn++) {
      const next = open(test, nginx);
      await once(next.socket, 'open');
    }
    assert.equal(gateways[1 - index]?.stats.clients, 4);
    assert.doesNotMatch(await nginx.logs(), new RegExp(TOKEN));
  });

  it('passes server-sent events and streams on as they come, without compression and with the headers once', async (test) => {
    const { nginx } = await start(test);
    const headers = { Authorization: `Bearer ${TOKEN}`, 'Accept-Encoding': 'br, gzip' };
    for (const path of ['/sse?symbols=BTC-USD', '/stream?symbols=BTC-USD', '/stream?symbols=BTC-USD&format=binary']) {
      const response = await ask(test, nginx, path, headers);
      assert.equal(response.statusCode, 200, path);
      assert.equal(response.headers['content-encoding'], undefined);
      for (const name of ISOLATION)
        assert.doesNotMatch(response.headers[name] as string, /,/, `${path}: ${name} twice`);
      // buffers are of 4,096 bytes and more: these arrive long before one is full
      let [chunks, bytes] = [0, 0];
      for await (const chunk of response) {
        bytes += (chunk as Buffer).length;
        if (++chunks === 5) break;
      }
      assert.ok(bytes < 4096, `${path}: ${bytes} bytes in ${chunks} chunks`);
    }
  });

  it('passes server-sent events on over HTTP/2', async (test) => {
    const { nginx } = await start(test);
    const session = connectHttp2(`https://127.0.0.1:${nginx.port}`, { rejectUnauthorized: false });
    test.after(() => session.destroy());
    const stream = session.request({ ':path': `/sse?symbols=BTC-USD&token=${TOKEN}` });
    const [head] = await once(stream, 'response');
    assert.equal(head[':status'], 200);
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    await until('an event', () => text.includes('data: [{"type"'));
  });

  it('refuses as the gateways do, and shows their health and metrics to nobody', async (test) => {
    const { nginx } = await start(test);
    const status = async (path: string) => (await ask(test, nginx, path)).statusCode;
    assert.deepEqual(await Promise.all(['/sse?symbols=BTC-USD', '/symbols'].map(status)), [401, 401]);
    assert.deepEqual(await Promise.all(['/healthz', '/metrics', '/nothing'].map(status)), [404, 404, 404]);
    const symbols = await ask(test, nginx, '/symbols', { Authorization: `Bearer ${TOKEN}` });
    assert.equal(JSON.parse(String(await bodyOf(symbols))).length, 2);
  });

  it('serves the site isolated, and files with a hash in their names for good', async (test) => {
    const { nginx } = await start(test);
    const expected = { page: 'no-cache', asset: 'public, max-age=31536000, immutable' };
    for (const [name, content] of Object.entries(SITE)) {
      const response = await ask(test, nginx, name === 'index.html' ? '/' : `/${name}`);
      assert.deepEqual(
        ISOLATION.map((header) => response.headers[header]),
        ['same-origin', 'require-corp', 'same-origin'],
        name,
      );
      assert.equal(response.headers['cache-control'], name.startsWith('assets/') ? expected.asset : expected.page);
      assert.equal((await bodyOf(response)).toString('latin1'), content);
      if (name.endsWith('.wasm')) assert.equal(response.headers['content-type'], 'application/wasm');
    }
  });

  it('sends the copies that were compressed beforehand to who takes them', async (test) => {
    const { nginx } = await start(test);
    if (!hasBrotli) test.diagnostic('brotli is not looked at: nginx has no ngx_http_brotli_static_module here');
    const copies = { gzip: gunzipSync, ...(hasBrotli && { br: brotliDecompressSync }) };
    for (const [encoding, decompress] of Object.entries(copies)) {
      for (const name of ['assets/page-4f2a.js', 'assets/kernel-9c1b.wasm'] as const) {
        const response = await ask(test, nginx, `/${name}`, { 'Accept-Encoding': encoding });
        assert.equal(response.headers['content-encoding'], encoding, name);
        assert.match(response.headers.vary as string, /accept-encoding/i);
        assert.match(response.headers['content-type'] as string, /javascript|application\/wasm/);
        assert.equal(decompress(await bodyOf(response)).toString('latin1'), SITE[name]);
      }
    }
  });
});

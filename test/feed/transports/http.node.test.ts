import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { OpenTransport, Target } from '../../../src/feed/transport.js';
import { openHttp, openHttpStream, openSse } from '../../../src/feed/transports/http.js';
import { Connection, until } from './connection.ts';
import { respond, serve } from './http-server.ts';

const EVENTS = 'text/event-stream; charset=utf-8';

/** A connection to a server that answers in one way. */
async function connect(
  test: TestContext,
  answer: Parameters<typeof serve>[1],
  { open = openHttp, ...target }: Partial<Target> & { open?: OpenTransport } = {},
) {
  const server = await serve(test, answer);
  const connection = new Connection(open, { url: server.url, ...target });
  test.after(() => connection.transport.close());
  return { server, connection };
}

const binary = (kind: number, body: string) => {
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(Buffer.byteLength(body), 0);
  prefix.writeUInt32LE(kind, 4);
  return Buffer.concat([prefix, Buffer.from(body)]);
};

describe('a stream over HTTP', () => {
  it('is read by its content type', async (test) => {
    const lines = '{"a":1}\n\n[2]\n{"b":3}';
    for (const [type, body, frames, told] of [
      [EVENTS, ': hi\nevent: control\ndata: a\n\ndata: b\n\n', ['a', 'b'], ['alive', 'frame', 'frame']],
      ['application/x-ndjson', lines, ['{"a":1}', '[2]', '{"b":3}'], ['frame', 'alive', 'frame', 'frame']],
      ['application/jsonl', '1\n', ['1'], ['frame']],
      ['Application/JSON;charset=UTF-8', '[1]', ['[1]'], ['frame']],
      ['text/plain', '[1]\r\n', ['[1]'], ['frame']],
      [
        'application/octet-stream',
        Buffer.concat([binary(1, '{}'), binary(1, ''), binary(2, 'TLF1')]),
        ['{}', 'TLF1'],
        ['frame', 'alive', 'frame'],
      ],
    ] as const) {
      const { connection } = await connect(test, respond(200, type, body));
      const end = await connection.end();
      const seen = connection.frames.map((frame) =>
        typeof frame === 'string' ? frame : Buffer.from(frame).toString(),
      );
      assert.deepEqual(seen, frames, type);
      assert.deepEqual(connection.told, ['opened', ...told, 'ended'], type);
      assert.deepEqual(end, { reason: 'the source ended', again: true });
    }
  });

  it('asks with the headers that were given, once, and says what it reads', async (test) => {
    const given = { Authorization: 'Bearer abc', 'X-Key': '1' };
    for (const [open, accept] of [
      [openHttp, /^text\/event-stream, application\/x-ndjson, application\/octet-stream/],
      [openSse, /^text\/event-stream$/],
      [openHttpStream, /^application\/x-ndjson, application\/octet-stream/],
    ] as const) {
      const { server, connection } = await connect(test, respond(503, undefined), { open, headers: given });
      await connection.end();
      const [request] = server.requests;
      assert.equal(server.requests.length, 1);
      assert.equal(request?.method, 'GET');
      assert.equal(request?.headers.authorization, 'Bearer abc');
      assert.equal(request?.headers['x-key'], '1');
      assert.equal(request?.headers['last-event-id'], undefined);
      assert.match(request?.headers.accept as string, accept);
      // what another origin is not asked leave for, by the rules of CORS
      assert.match(request?.headers.accept as string, /^[^"():<>?@[\\\]{}]{1,128}$/);
    }
    const { server, connection } = await connect(test, respond(503, undefined), { headers: { accept: 'x/y' } });
    await connection.end();
    assert.equal(server.requests[0]?.headers.accept, 'x/y');
  });

  it('goes on behind the last event, and says where it is', async (test) => {
    const body = 'id: 8\ndata: a\n\nid: é9\ndata: b\n\nid: 10\ndata: cut off';
    const { server, connection } = await connect(test, respond(200, EVENTS, body), { position: '7ü' });
    assert.equal(connection.transport.position, '7ü', 'as before, until something came');
    const positions: (string | undefined)[] = [];
    connection.onFrame = () => positions.push(connection.transport.position);
    await connection.end();
    const sent = server.requests[0]?.headers['last-event-id'] as string;
    assert.equal(Buffer.from(sent, 'latin1').toString(), '7ü');
    assert.deepEqual(positions, ['8', 'é9']);
    assert.equal(connection.transport.position, 'é9');
  });

  it('goes on from the present where another origin does not allow Last-Event-ID', async (test) => {
    const { location } = globalThis;
    test.after(() => Object.assign(globalThis, { location }));
    const refuse: Parameters<typeof serve>[1] = (request, response) =>
      'last-event-id' in request.headers ? request.destroy() : respond(200, EVENTS, 'data: a\n\n')(request, response);
    Object.assign(globalThis, { location: { origin: 'https://page.test' } });
    const { connection, server } = await connect(test, refuse, { position: '7' });
    await connection.end();
    assert.deepEqual(connection.frames, ['a']);
    assert.equal(server.requests.length, 2);
    Object.assign(globalThis, { location: { origin: new URL(server.url).origin } });
    const own = new Connection(openHttp, { url: server.url, position: '7' });
    assert.match((await own.end()).reason, /^no connection/, 'its own origin needs no leave: the server is down');
    assert.equal(server.requests.length, 3);
  });

  it('brings each message as it comes, cut anywhere', async (test) => {
    const { connection, server } = await connect(test, (_request, response) => {
      response.writeHead(200, { 'Content-Type': EVENTS }).flushHeaders();
    });
    await until(() => connection.told.length === 1, 'the answer');
    const answer = server.answers[0];
    for (const byte of Buffer.from('data: [{"symbol":"é"},\r\ndata: {"a":1}]\r\n\r\n')) {
      answer?.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => connection.frames.length === 1, 'the event');
    assert.deepEqual(JSON.parse(connection.frames[0] as string), [{ symbol: 'é' }, { a: 1 }]);
    answer?.write(': still here\n');
    await until(() => connection.told.at(-1) === 'alive', 'the comment');
  });

  it('ends for good where the server says so, with its reason as one line of text', async (test) => {
    const json = 'application/json; charset=utf-8';
    for (const [status, type, body, reason] of [
      [204, undefined, '', /says that there is no more \(204\)/],
      [205, undefined, '', /says that there is no more \(205\)/],
      [401, json, '{"error":"wrong token"}', /^the source refuses with 401 Unauthorized: wrong token$/],
      [403, json, '{"error":{"code":5,"message":"not for\\nyou\\u202e"}}', /403 Forbidden: not for you$/],
      [400, 'text/plain', 'no\tsuch\r\nsymbol\u0007', /400 Bad Request: no such symbol$/],
      [404, 'text/html', '<html><script>alert(1)</script>', /404 Not Found$/],
      [406, json, '{"detail":"x"}', /406 Not Acceptable: x$/],
      [410, json, '{"what":1}', /410 Gone: {"what":1}$/],
      [422, 'text/plain', 'y'.repeat(5000), /: y{200}\.\.\.$/],
    ] as const) {
      const { connection } = await connect(test, respond(status, type, body));
      const end = await connection.end();
      assert.match(end.reason, reason);
      assert.deepEqual(end, { reason: end.reason, again: false });
      assert.deepEqual(connection.told, ['ended']);
    }
  });

  it('tries again where the trouble may pass, when the server says so', async (test) => {
    const date = (ms: number) => new Date(Date.now() + ms).toUTCString();
    for (const [status, header, least, most] of [
      [408, undefined, undefined, undefined],
      [425, '0', 0, 0],
      [429, '7', 7000, 7000],
      [500, 'soon', undefined, undefined],
      [502, '1.5', 1500, 1500],
      [503, date(20_000), 15_000, 20_000],
      [503, date(-20_000), 0, 0],
      [504, '86400', 300_000, 300_000],
      [503, date(1e9), 300_000, 300_000],
      [503, '-1e99', undefined, undefined],
    ] as const) {
      const { connection } = await connect(
        test,
        respond(status, 'text/plain', 'busy', header ? { 'Retry-After': header } : {}),
      );
      const { reason, again, after } = await connection.end();
      assert.ok(again && reason.endsWith(': busy'), reason);
      if (least === undefined) assert.equal(after, undefined, header);
      else assert.ok((after as number) >= least && (after as number) <= most, `${header}: ${after}`);
    }
  });

  it('waits as long as the events asked for, within limits', async (test) => {
    for (const [retry, after] of [
      ['1234', 1234],
      ['99999999999', 300_000],
    ] as const) {
      const { connection } = await connect(test, respond(200, EVENTS, `retry: ${retry}\n\n`));
      assert.deepEqual(await connection.end(), { reason: 'the source ended', again: true, after });
    }
  });

  it('says what came where it expected something else', async (test) => {
    for (const [open, type, body] of [
      [openHttp, 'text/html; charset=utf-8', '<html>'],
      [openHttp, undefined, ''],
      [openSse, 'application/x-ndjson', '{}\n'],
      [openSse, 'text/html', '<html>'],
      [openHttpStream, EVENTS, 'data: a\n\n'],
    ] as const) {
      const { connection } = await connect(test, respond(200, type, body), { open });
      const { reason, again } = await connection.end();
      assert.equal(again, false);
      const came = type?.split(';')[0] ?? 'no content type';
      const expected = open === openHttpStream ? 'application/x-ndjson' : 'text/event-stream';
      assert.ok(reason.startsWith(`the source answers with ${came}: expected ${expected}`), reason);
      assert.deepEqual(connection.told, ['ended']);
    }
  });

  it('is taken for what its author says where the server does not know better', async (test) => {
    for (const type of ['text/plain', 'application/octet-stream', undefined]) {
      const { connection } = await connect(test, respond(200, type, 'data: a\n\n'), { open: openSse });
      await connection.end();
      assert.deepEqual(connection.frames, ['a'], type);
    }
    const { connection } = await connect(test, respond(200, undefined, '[1]\n'), { open: openHttpStream });
    await connection.end();
    assert.deepEqual(connection.frames, ['[1]']);
  });

  it('ends, to be tried again, at what cannot be understood', async (test) => {
    const { connection, server } = await connect(test, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      response.write(Buffer.concat([binary(1, '{}'), Buffer.from('this is no message')]));
    });
    const { reason, again } = await connection.end();
    assert.match(reason, /^the source sent a message of unknown kind \d+/);
    assert.equal(again, true);
    assert.deepEqual(connection.frames, ['{}'], 'what came before counts');
    await until(() => server.answers[0]?.destroyed === true, 'the request to end');
  });

  it('ends at an event above 16 MB', async (test) => {
    const { connection } = await connect(test, (_request, response) => {
      response.writeHead(200, { 'Content-Type': EVENTS });
      const chunk = 'data: '.padEnd(1 << 20, 'x');
      const more = () => {
        while (!response.destroyed) if (!response.write(chunk)) return void response.once('drain', more);
      };
      more();
    });
    const { reason, again } = await connection.end();
    assert.match(reason, /^the source sent a line of more than 16777216 characters$/);
    assert.equal(again, true);
  });

  it('tells a loss in the middle, and a server that is not there', async (test) => {
    const { connection } = await connect(test, (_request, response) => {
      response.writeHead(200, { 'Content-Type': EVENTS });
      response.write('retry: 5\ndata: a\n\ndata: b', () => response.destroy());
    });
    const end = await connection.end();
    assert.match(end.reason, /^the source broke off: /);
    assert.deepEqual({ again: end.again, after: end.after }, { again: true, after: 5 });
    assert.deepEqual(connection.frames, ['a']);

    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const none = new Connection(openHttp, { url: `http://127.0.0.1:${port}/?token=secret` });
    const { reason, again } = await none.end();
    assert.match(reason, /^no connection to the source: nobody answers/);
    assert.equal(again, true);
    assert.ok(!reason.includes('secret'));
  });

  it('closes at once and silently, whatever it is doing', async (test) => {
    const server = await serve(test, (request, response) => {
      if (request.url === '/hangs') return;
      const refuses = request.url === '/refuses'; // with a reason that takes its time
      response.writeHead(refuses ? 500 : 200, { 'Content-Type': refuses ? 'text/plain' : EVENTS });
      response.write('data: a\n\n'.repeat(request.url === '/burst' ? 100_000 : 1));
    });
    for (const [index, path] of ['hangs', 'refuses', 'streams', 'burst'].entries()) {
      const connection = new Connection(openHttp, { url: `${server.url}${path}` });
      if (path === 'burst') connection.onFrame = () => connection.transport.close();
      await until(() => server.requests.length === index + 1, 'the request');
      if (path === 'streams') await until(() => connection.frames.length === 1, 'an event');
      if (path !== 'burst') connection.transport.close();
      await until(() => server.answers[index]?.destroyed === true, 'the server to notice');
      assert.equal(connection.frames.length, path === 'hangs' || path === 'refuses' ? 0 : 1, path);
      assert.deepEqual(connection.ends, []);
    }
  });

  it('lets other work of the thread go first while a burst is decoded, and keeps its order', async (test) => {
    const count = 20_000;
    const body = Array.from({ length: count }, (_, index) => `${index}\n`).join('');
    const { connection } = await connect(test, respond(200, 'application/x-ndjson', body));
    let last = 0;
    let longest = 0;
    const seen: number[] = [];
    connection.onFrame = (frame) => {
      const until = performance.now() + 0.02; // some 0.4 s of decoding
      while (performance.now() < until);
      seen.push(Number(frame));
    };
    let turns = 0;
    const breathe = () => {
      const now = performance.now();
      if (last > 0 && seen.length > 0 && seen.length < count) longest = Math.max(longest, now - last);
      last = now;
      turns++;
      if (connection.ends.length === 0) setImmediate(breathe);
    };
    breathe();
    await connection.end();
    assert.deepEqual(seen, Array.from(seen.keys()));
    assert.equal(seen.length, count);
    assert.ok(turns > 20, `${turns} turns`);
    console.log(`    the longest turn took ${longest.toFixed(1)} ms`);
  });

  it('refuses settings that can never work, and names no secret', () => {
    for (const [target, expected] of [
      [{ url: 'nonsense' }, /"the source" is no address/],
      [{ url: 'ws://127.0.0.1/' }, /"the source" is no address that begins with http/],
      [{ url: 'https://user:secret@127.0.0.1/' }, /cannot carry a user or password/],
      [{ url: 'http://127.0.0.1/', headers: { 'X-Key': 'secret\n' + 'x: y' } }, /header "X-Key"/],
      [{ url: 'http://127.0.0.1/', headers: { 'X Key': 'secret' } }, /header "X Key"/],
    ] as const) {
      assert.throws(
        () => new Connection(openHttp, target),
        (error: Error) =>
          error instanceof TypeError &&
          expected.test(error.message) &&
          !error.message.includes('secret') &&
          !String(error.cause).includes('secret'),
      );
    }
  });
});

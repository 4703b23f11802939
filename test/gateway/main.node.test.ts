import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HELP, parseCommandLine, UsageError } from '../../gateway/options.js';
import { startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { address, exitCode, run } from './command.js';
import { captureOf, temporaryFile } from './files.js';

describe('the command line', () => {
  /** What is said of a gateway, without what is left to its defaults. */
  function parsed(args: readonly string[], environment?: Record<string, string>) {
    return JSON.parse(JSON.stringify(parseCommandLine(args, environment))) as unknown;
  }

  it('has defaults worth having', () => {
    assert.deepEqual(parsed([]), {
      host: '127.0.0.1',
      port: 8787,
      logLevel: 'warn',
      drain: 5000,
      simulate: 1000,
      rate: 10_000,
      seed: 1,
      batch: 0,
      strict: false,
    });
    assert.deepEqual(parsed(['--replay', 'x.jsonl', '--speed', '2.5', '--loop', '--port', '0']), {
      host: '127.0.0.1',
      port: 0,
      logLevel: 'warn',
      drain: 5000,
      replay: 'x.jsonl',
      speed: 2.5,
      loop: true,
    });
    assert.equal(parseCommandLine(['-h', '--rate', '5']), 'help');
  });

  it('takes limits and rules, and a token from the environment', () => {
    const rules =
      '--origin https://a.test --origin https://b.test:8443 --token t0 --max-connections 5 --log-level info';
    assert.deepEqual(
      parsed(
        `${rules} --max-messages 6 --max-message-bytes 7 --max-subscriptions 8 --high-water 9 --shed-after 10`.split(
          ' ',
        ),
        {
          TICKLANE_TOKEN: 'other',
        },
      ),
      {
        ...(parsed([]) as object),
        token: 't0',
        origins: ['https://a.test', 'https://b.test:8443'],
        maxConnections: 5,
        logLevel: 'info',
        maxMessages: 6,
        maxMessageBytes: 7,
        maxSubscriptions: 8,
        highWater: 9,
        shedAfter: 10,
      },
    );
    assert.deepEqual(parsed([], { TICKLANE_TOKEN: 'other' }), { ...(parsed([]) as object), token: 'other' });
  });

  it('takes live sources, and what is shown to them from the environment', () => {
    const { simulate, rate, seed, batch, strict, ...common } = parsed([]) as Record<string, unknown>;
    assert.deepEqual([simulate, rate, seed, batch, strict], [1000, 10_000, 1, 0, false]);
    assert.deepEqual(
      parsed(['--nats', 'nats://a,nats://b', '--subject', 'md.>', '--max-symbols', '50', '--recent', '9'], {
        TICKLANE_UPSTREAM_TOKEN: 'u',
      }),
      {
        ...common,
        recent: 9,
        maxSymbols: 50,
        upstream: { name: 'nats', url: 'nats://a,nats://b', subject: 'md.>', token: 'u' },
      },
    );
    assert.deepEqual(parsed(['--websocket', 'ws://a', '--format', 'coinbase', '--symbols', 'A,B,']), {
      ...common,
      symbols: ['A', 'B'],
      upstream: { name: 'websocket', url: 'ws://a', format: 'coinbase' },
    });
  });

  it('explains every flag', () => {
    for (const flag of [
      'nats',
      'mqtt',
      'zeromq',
      'websocket',
      'subject',
      'format',
      'map',
      'symbols',
      'max-symbols',
      'simulate',
      'rate',
      'seed',
      'trade-share',
      'batch',
      'strict',
      'replay',
      'speed',
      'loop',
      'port',
      'host',
      'recent',
      'token',
      'origin',
      'max-connections',
      'max-message-bytes',
      'max-messages',
      'max-subscriptions',
      'high-water',
      'shed-after',
      'log-level',
      'drain',
      'help',
    ]) {
      assert.match(HELP, new RegExp(`^ {2}--${flag} `, 'm'));
    }
  });

  const mistakes: readonly (readonly [args: string, message: RegExp])[] = [
    ['--nope', /Unknown option '--nope'/],
    ['surplus', /Unexpected argument 'surplus'/],
    ['--rate 0', /--rate 0: expected a number above 0 to 1000000/],
    ['--rate fast', /--rate fast: expected a number/],
    ['--simulate 1.5', /--simulate 1\.5: expected a whole number/],
    ['--simulate 100001', /--simulate 100001: expected a number from 1 to 100000/],
    ['--port 65536', /--port 65536: expected a number from 0 to 65535/],
    ['--seed=-1', /--seed -1: expected a number from 0 to 4294967295/],
    ['--trade-share 1.1', /--trade-share 1\.1: expected a number from 0 to 1$/],
    ['--batch=', /--batch : expected a number from 1 to 65535/],
    ['--speed 2', /--speed belongs to --replay$/],
    ['--loop', /--loop belongs to --replay/],
    ['--replay x --rate 5', /--rate belongs to the simulator$/],
    ['--replay x --speed=-1', /--speed -1: expected a number from 0$/],
    ['--replay=', /--replay: name a file/],
    ['--replay x --high-water 5', /--high-water belongs to the simulator, --nats, --mqtt, --zeromq, --websocket$/],
    ['--replay x --nats nats://a', /--replay and --nats: one gateway has one source/],
    ['--nats nats://a --seed 1', /--seed belongs to the simulator$/],
    ['--mqtt mqtt://a --format kraken', /--format belongs to --websocket$/],
    ['--subject x', /--subject belongs to --nats, --mqtt, --zeromq$/],
    ['--zeromq=', /--zeromq: name an address/],
    ['--nats nats://a --max-symbols 0', /--max-symbols 0: expected a number from 1/],
    ['--log-level loud', /--log-level loud: expected one of debug, info, warn, error, silent/],
    ['--origin example.test', /--origin example\.test: expected an origin as https:\/\/example\.test/],
    ['--origin https://example.test/page', /expected https:\/\/example\.test, as browsers send it/],
    ['--token=', /--token: expected printable ASCII/],
    ['--max-connections 0', /--max-connections 0: expected a number from 1/],
  ];
  for (const [args, message] of mistakes) {
    it(`refuses ${args}`, () => {
      assert.throws(
        () => parseCommandLine(args.split(' ')),
        (error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});

describe('npm run gateway', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints one line when it listens, serves, and ends well upon ${signal}`, async (test) => {
      const started = run(test, 'main', '--simulate', '3', '--port', '0');
      const client = await TestClient.connect(await address(started));
      client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
      await client.until('ticks', () => client.ofType('quote').length > 0);
      started.child.kill(signal);
      assert.equal(await exitCode(started), 0);
      await client.until('the goodbye', () => client.closeCode === 1001);
      assert.match(started.out, /^ticklane gateway on ws:\S+\/ws .*: 3 simulated symbols, 10000 ticks\/s, seed 1\n$/);
      assert.equal(started.error, '');
    });
  }

  it('plays a capture', async (test) => {
    const file = await temporaryFile(test, 'one.jsonl', captureOf(['{"n":1.50}']));
    const started = run(test, 'main', '--replay', file, '--port', '0', '--speed', '0');
    const client = await TestClient.connect(await address(started));
    client.send({ hello: 'market' });
    await client.until('the message', () => client.texts.length === 1);
    assert.equal(client.texts[0], '{"n":1.50}');
    await client.close();
  });

  it('prints its help', async (test) => {
    const started = run(test, 'main', '--help');
    assert.equal(await exitCode(started), 0);
    assert.equal(started.out, HELP);
  });

  it('ends with 2 for a bad command line or capture, with 1 where its port is taken', async (test) => {
    const bad = await temporaryFile(test, 'bad.jsonl', `${captureOf(['1'])}{"t":\n`);
    const { port, close } = await startGateway();
    test.after(close);
    const [usage, capture, taken, source] = [
      run(test, 'main', '--rate', 'x'),
      run(test, 'main', '--replay', bad),
      run(test, 'main', '--port', String(port)),
      run(test, 'main', '--nats', 'http://somewhere.test'),
    ];
    assert.deepEqual(await Promise.all([usage, capture, taken, source].map(exitCode)), [2, 2, 1, 2]);
    assert.match(source?.error ?? '', /^gateway: --nats: a URL of http:\/\/; expected nats:\/\/, tls:\/\/\n$/);
    assert.match(usage?.error ?? '', /^gateway: --rate x: expected a number above 0 to 1000000\nTry .* --help\n$/);
    assert.match(capture?.error ?? '', /^gateway: .*bad\.jsonl:2:6: malformed JSON\n$/);
    assert.match(taken?.error ?? '', /^gateway: .*EADDRINUSE.*choose another port with --port\n$/);
  });
});

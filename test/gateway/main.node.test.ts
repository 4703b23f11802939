import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HELP, parseCommandLine, UsageError } from '../../gateway/options.js';
import { startGateway } from '../../gateway/server.js';
import { TestClient } from './client.js';
import { address, exitCode, run } from './command.js';
import { captureOf, temporaryFile } from './files.js';

describe('the command line', () => {
  it('has defaults worth having', () => {
    assert.deepEqual(parseCommandLine([]), {
      host: '127.0.0.1',
      port: 8787,
      simulate: 1000,
      rate: 10_000,
      seed: 1,
      batch: 0,
      strict: false,
    });
    assert.deepEqual(parseCommandLine(['--replay', 'x.jsonl', '--speed', '2.5', '--loop', '--port', '0']), {
      host: '127.0.0.1',
      port: 0,
      replay: 'x.jsonl',
      speed: 2.5,
      loop: true,
    });
    assert.equal(parseCommandLine(['-h', '--rate', '5']), 'help');
  });

  it('explains every flag', () => {
    for (const flag of [
      'simulate',
      'rate',
      'seed',
      'batch',
      'strict',
      'replay',
      'speed',
      'loop',
      'port',
      'host',
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
    ['--batch=', /--batch : expected a number from 1 to 65535/],
    ['--speed 2', /--speed belongs to --replay/],
    ['--loop', /--loop belongs to --replay/],
    ['--replay x --rate 5', /--rate belongs to the simulator, not to --replay/],
    ['--replay x --speed=-1', /--speed -1: expected a number from 0$/],
    ['--replay=', /--replay: name a file/],
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
    const [usage, capture, taken] = [
      run(test, 'main', '--rate', 'x'),
      run(test, 'main', '--replay', bad),
      run(test, 'main', '--port', String(port)),
    ];
    assert.deepEqual(await Promise.all([usage, capture, taken].map(exitCode)), [2, 2, 1]);
    assert.match(usage?.error ?? '', /^gateway: --rate x: expected a number above 0 to 1000000\nTry .* --help\n$/);
    assert.match(capture?.error ?? '', /^gateway: .*bad\.jsonl:2:6: malformed JSON\n$/);
    assert.match(taken?.error ?? '', /^gateway: .*EADDRINUSE.*choose another port with --port\n$/);
  });
});

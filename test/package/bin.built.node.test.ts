/** The gateway as a program of the package, in a folder that has nothing but the package. */
import assert from 'node:assert/strict';
import { access, constants, readFile } from 'node:fs/promises';
import { after, before, describe, it, type TestContext } from 'node:test';
import { HELP } from '../../gateway/options.ts';
import { freePort } from '../gateway/brokers.ts';
import { TestClient } from '../gateway/client.ts';
import { address, exitCode, type Run, runProgram } from '../gateway/command.ts';
import { Installed } from './packed.ts';

describe('ticklane-gateway', () => {
  let installed: Installed;
  before(async () => {
    installed = await Installed.make();
  });
  after(() => installed.remove());

  /** As its users run it: by the file that npm links, which must be executable and say who runs it. */
  function gateway(test: TestContext, ...args: string[]): Run {
    return runProgram(test, `${installed.folder}/node_modules/.bin/ticklane-gateway`, args, installed.folder);
  }

  it('prints its help through npx', async (test) => {
    const args = ['--offline', 'ticklane-gateway', '--help'];
    const started = runProgram(test, 'npx', args, installed.folder);
    assert.equal(await exitCode(started), 0, started.error);
    assert.equal(started.out, HELP);
  });

  it('simulates, serves, and ends well', async (test) => {
    const started = gateway(test, '--simulate', '10', '--port', '0');
    const url = await address(started);
    const client = await TestClient.connect(url);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('ticks', () => client.ofType('quote').length > 0);
    const metrics = await fetch(url.replace(/^ws(.*)\/ws$/, 'http$1/metrics'));
    assert.match(await metrics.text(), /^ticklane_clients\{output="ws"\} 1$/m);
    started.child.kill('SIGTERM');
    assert.equal(await exitCode(started), 0);
    assert.match(started.out, /: 10 simulated symbols, /);
    assert.equal(started.error, '');
  });

  it('reads another server, and knows the venues', async (test) => {
    const source = await address(gateway(test, '--simulate', '3', '--port', '0'));
    const second = await address(gateway(test, '--websocket', source, '--port', '0'));
    const client = await TestClient.connect(second);
    client.send({ type: 'subscribe', symbols: ['BTC-USD'] });
    await client.until('ticks', () => client.ofType('quote').length > 0);
    await client.close();
    const wrong = gateway(test, '--websocket', source, '--format', 'krakn', '--port', '0');
    assert.equal(await exitCode(wrong), 2);
    assert.match(wrong.error, /did you mean "?kraken/i);
  });

  for (const [flag, url, name] of [
    ['--nats', 'nats://127.0.0.1', '@nats-io/transport-node'],
    ['--mqtt', 'mqtt://127.0.0.1', 'mqtt'],
    ['--zeromq', 'tcp://127.0.0.1:5556', 'zeromq'],
  ] as const) {
    it(`${flag} says what to install`, async (test) => {
      const started = gateway(test, flag, url, '--port', '0');
      assert.equal(await exitCode(started), 2);
      assert.match(started.error, new RegExp(`^gateway: the package ${name} is needed .*npm install ${name}\\n$`));
      assert.equal(started.out, '');
    });
  }

  it('takes a package that is installed beside it', async (test) => {
    const own = await Installed.make(test);
    await own.add('@nats-io/transport-node');
    const program = `${own.folder}/node_modules/.bin/ticklane-gateway`;
    const args = ['--nats', `nats://127.0.0.1:${await freePort()}`, '--port', '0'];
    const started = runProgram(test, program, args, own.folder);
    const url = await address(started);
    const health = await fetch(url.replace(/^ws(.*)\/ws$/, 'http$1/healthz'));
    assert.equal(health.status, 503);
    assert.equal(((await health.json()) as { status: string }).status, 'degraded');
  });

  it('is packed with everything that package.json names, and the licences of what is inside', async () => {
    const { exports, bin, dependencies } = installed.file;
    const targets = Object.values(exports).flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one)));
    for (const target of [...targets, ...Object.values(bin)]) {
      if (!target.includes('*')) await access(installed.path(target));
    }
    await access(installed.path('dist/gateway/main.js'), constants.X_OK);
    assert.deepEqual(Object.keys(dependencies), ['comlink', 'lit']);
    const licences = await readFile(installed.path('dist/licenses.md'), 'utf8');
    for (const name of ['ws', 'prom-client', 'lit-html', 'comlink', '@nats-io/nats-core', 'mqtt']) {
      assert.match(licences, new RegExp(`^## ${name} [\\d.]+ \\(.+\\)\\n\\n\\S`, 'm'), name);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { QuietSocket } from '../../bench/gateway/quiet-socket.ts';
import { address, run } from './command.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
const EVERY = 5000;
const CLIENTS = 200;
const SYMBOLS = 20;
/** What the newest bars of so many symbols, and the engine's own tables, may still grow by. */
const ALLOWED = 8e6;

describe('the memory of a gateway', () => {
  it(`is flat over ${MINUTES} minutes of ticks, clients that come and go, and one that stalls after another`, async (test) => {
    const started = run(
      test,
      'main',
      '--port',
      '0',
      '--simulate',
      String(SYMBOLS),
      '--rate',
      '20000',
      '--shed-after',
      '2000',
    );
    const port = Number(new URL(await address(started)).port);
    const names = ((await (await fetch(`http://127.0.0.1:${port}/symbols`)).json()) as { symbol: string }[]).map(
      ({ symbol }) => symbol,
    );
    const open = (number: number) => {
      const format = number % 2 === 0 ? 'json' : 'binary';
      const symbols = [names[number % SYMBOLS], `N${number % 10}`];
      return QuietSocket.open({
        port,
        from: '127.0.0.1',
        message: JSON.stringify({ type: 'subscribe', symbols, format }),
      });
    };
    const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, number) => open(number)));
    test.after(() => clients.map((client) => client.close()));

    /** Bytes on the heap and beside it. */
    const memory = async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const sample = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
      return sample('nodejs_heap_size_used_bytes') + sample('nodejs_external_memory_bytes');
    };
    const samples: number[] = [];
    const end = performance.now() + MINUTES * 60_000;
    for (let round = 0; performance.now() < end; round++) {
      for (let change = 0; change < 10; change++) {
        const at = (round * 10 + change) % CLIENTS;
        clients[at]?.close();
        clients[at] = await open(round * 10 + change);
      }
      clients[(round * 10) % CLIENTS]?.stall();
      samples.push(await memory());
      await delay(EVERY);
    }
    // between two collections memory always grows: what counts is the least of a time
    const fifth = Math.max(1, Math.floor(samples.length / 5));
    const [early, late] = [Math.min(...samples.slice(fifth, 2 * fifth)), Math.min(...samples.slice(-fifth))];
    const said = `${(early / 1e6).toFixed(1)} MB early, ${(late / 1e6).toFixed(1)} MB late`;
    console.log(`    ${said}`);
    assert.ok(late < early + ALLOWED, said);
    assert.equal(started.child.exitCode, null);
  });
});

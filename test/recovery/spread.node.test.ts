import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seed } from '../feed/codecs/seed.js';
import { Crowd, largestPart } from './crowd.js';

const CLIENTS = 1000;
const WINDOW = 100;

/** Attempts of each second, for whoever looks at the output. */
function show(title: string, { attempts }: Crowd, from: number): void {
  const bars: number[] = [];
  for (const time of attempts) {
    const second = Math.floor((time - from) / 1000);
    bars[second] = (bars[second] ?? 0) + 1;
  }
  console.log(`${title}, attempts by second: ${Array.from(bars, (count) => count ?? 0).join(' ')}`);
}

describe(`of ${CLIENTS} clients`, () => {
  it('no tenth of a second sees more than 15% come back to a server that was restarted at once', async (test) => {
    const crowd = await Crowd.gather(test, CLIENTS, seed);
    assert.equal(crowd.connected, CLIENTS);
    const from = crowd.now;
    crowd.fall();
    crowd.up = true;
    crowd.pass(1100);
    show('restarted at once', crowd, from);
    assert.equal(crowd.connected, CLIENTS);
    assert.equal(crowd.attempts.length, CLIENTS);
    assert.ok(largestPart(crowd.attempts, WINDOW) <= 0.15, `${largestPart(crowd.attempts, WINDOW)}`);
  });

  it('all come back to a server that was away for ten seconds, fewer and fewer at a time', async (test) => {
    const crowd = await Crowd.gather(test, CLIENTS, seed);
    const from = crowd.now;
    crowd.fall();
    crowd.pass(10_000);
    crowd.up = true;
    crowd.pass(31_000);
    show('away for ten seconds', crowd, from);
    assert.equal(crowd.connected, CLIENTS);
    assert.equal(crowd.arrivals.length, CLIENTS);
    assert.ok(largestPart(crowd.arrivals, WINDOW) <= 0.05, `${largestPart(crowd.arrivals, WINDOW)}`);
    // each client knocks more and more seldom: about five times in ten seconds
    assert.ok(crowd.attempts.length < 9 * CLIENTS, `${crowd.attempts.length} attempts`);
  });

  it('none comes before the time that the server asks for, and then they come spread', async (test) => {
    const crowd = await Crowd.gather(test, CLIENTS, seed);
    crowd.retryAfter = 20_000;
    crowd.fall();
    crowd.pass(1100);
    const asked = crowd.now;
    assert.equal(crowd.attempts.length, CLIENTS);
    crowd.up = true;
    crowd.attempts = [];
    crowd.pass(18_800);
    assert.deepEqual(crowd.attempts, []);
    crowd.pass(4_000);
    show('asked to wait 20 s', crowd, asked);
    assert.equal(crowd.connected, CLIENTS);
    assert.ok(largestPart(crowd.attempts, WINDOW) <= 0.15, `${largestPart(crowd.attempts, WINDOW)}`);
  });

  it('all would come in one moment without chance, which this would see', async (test) => {
    const crowd = await Crowd.gather(test, CLIENTS, seed, () => 0.5);
    crowd.fall();
    crowd.up = true;
    crowd.pass(1100);
    assert.equal(largestPart(crowd.attempts, WINDOW), 1);
  });
});

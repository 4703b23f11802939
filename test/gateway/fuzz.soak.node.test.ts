import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { startGateway } from '../../gateway/server.js';
import { seed } from '../feed/codecs/seed.js';
import { clientMessage, sendAll } from './fuzz.js';

describe('a gateway under a long rain of messages', () => {
  it('answers or refuses 200,000 of them, and keeps nothing of them', async (test) => {
    const lines: string[] = [];
    const gateway = await startGateway({
      simulate: 3,
      rate: 500,
      maxMessages: 100_000,
      logLevel: 'error',
      log: (line) => lines.push(line),
    });
    test.after(() => gateway.close());
    const messages = fc.array(clientMessage, { minLength: 200, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(messages, (some) => sendAll(gateway, some)),
      { seed, numRuns: 1000 },
    );
    while (gateway.stats.clients > 0) await new Promise(setImmediate);
    assert.equal(gateway.stats.subscriptions, 0);
    assert.deepEqual(lines, []);
  });
});

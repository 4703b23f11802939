import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Outbox } from '../../src/feed/outbox.js';
import { until } from './feed-rig.ts';

describe('the messages to a source', () => {
  it('go out at once and in their order where nothing limits them', () => {
    const sent: unknown[] = [];
    const outbox = new Outbox((message) => sent.push(message), 0);
    for (const message of ['a', 'b', 'c']) outbox.post(message);
    assert.deepEqual(sent, ['a', 'b', 'c']);
  });

  it('keep their distance where the source wants it, also over a pause', async () => {
    const sent: { message: unknown; at: number }[] = [];
    const outbox = new Outbox((message) => sent.push({ message, at: performance.now() }), 30);
    for (const message of ['a', 'b', 'c']) outbox.post(message);
    assert.equal(sent.length, 1, 'the first need not wait');
    await until(() => sent.length === 3, 'the others');
    outbox.post('d');
    await until(() => sent.length === 4, 'one more');
    assert.deepEqual(
      sent.map(({ message }) => message),
      ['a', 'b', 'c', 'd'],
    );
    // timers may fire a millisecond early
    for (let index = 1; index < sent.length; index++) {
      const gap = (sent[index]?.at as number) - (sent[index - 1]?.at as number);
      assert.ok(gap > 28, `${gap} ms between two messages`);
    }
  });

  it('are dropped once it is closed', async () => {
    const sent: unknown[] = [];
    const outbox = new Outbox((message) => sent.push(message), 10);
    const after = new Outbox((message) => sent.push(message), 10);
    for (const message of ['a', 'b']) outbox.post(message);
    for (const message of ['x', 'y', 'z']) after.post(message);
    outbox.close();
    await until(() => sent.includes('z'), 'what was posted later elsewhere');
    assert.deepEqual(sent, ['a', 'x', 'y', 'z']);
  });
});

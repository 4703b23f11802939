import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Codec } from '../../../src/feed/codec.ts';
import { binary } from '../../../src/feed/codecs/binary.ts';
import { json } from '../../../src/feed/codecs/json.ts';
import { deafSink } from '../../../src/feed/deaf-sink.ts';

const subscribed = (more: object) =>
  JSON.stringify({ type: 'subscribed', protocol: 1, run: 'new', symbols: { A: 1, B: 2 }, ...more });

for (const format of ['json', 'binary'] as const) {
  describe(`the ${format} codec of a connection to a gateway`, () => {
    const create = () => (format === 'json' ? json : binary)({});

    /** What the sink hears. */
    function hear(codec: Codec, ...messages: string[]) {
      const heard: string[] = [];
      const sink = {
        ...deafSink,
        ignored: () => heard.push('ignored'),
        rejected: (reason: string) => heard.push(`rejected: ${reason}`),
        lost: (reason: string, symbol?: string) => heard.push(`lost ${symbol}: ${reason}`),
      };
      for (const message of messages) codec.decode(message, sink);
      return heard;
    }

    it('knows the position of the newest heartbeat', () => {
      const codec = create();
      assert.equal(codec.position, undefined);
      const beat = (position?: string) => JSON.stringify({ type: 'heartbeat', time: 1, position });
      assert.deepEqual(hear(codec, beat('r-1'), beat('r-7'), beat()), ['ignored', 'ignored', 'ignored']);
      assert.equal(codec.position, 'r-7');
    });

    it('asks once to go on behind the position of the former one', () => {
      const codec = create();
      codec.resume?.('r-7');
      const afterOf = (symbols: string[]) =>
        codec.subscribe(symbols).map((message) => (JSON.parse(String(message)) as { after?: string }).after);
      assert.deepEqual([afterOf([]), afterOf(['A']), afterOf(['B'])], [[], ['r-7'], [undefined]]);
      assert.deepEqual(create().subscribe(['A']), [JSON.stringify({ type: 'subscribe', symbols: ['A'], format })]);
    });

    it('takes numbers without a hole for granted once it knows that it is a gateway', () => {
      const codec = create();
      assert.equal(codec.contiguous, false);
      hear(codec, JSON.stringify({ type: 'subscribed', symbols: { A: 1 } }));
      assert.equal(codec.contiguous, false);
      hear(codec, subscribed({}));
      assert.equal(codec.contiguous, true);
    });

    it('reports a loss where the numbers are of another run, and only there', () => {
      const answer = (position: string | undefined, more: object) => {
        const codec = create();
        if (position !== undefined) codec.resume?.(position);
        return hear(codec, subscribed(more)).filter((one) => one !== 'ignored');
      };
      const no = { resumed: false, reason: 'gone' };
      assert.deepEqual(answer('old-5', { ...no, numbered: true }), ['lost A: gone', 'lost B: gone']);
      assert.deepEqual(answer('old-5', { ...no, numbered: ['B'] }), ['lost B: gone']);
      assert.deepEqual(answer('old-5', no), [], 'the numbers of the source go on');
      assert.deepEqual(answer('new-5', { ...no, numbered: true }), [], 'numbers of the same run go on');
      assert.deepEqual(answer('new-5', { resumed: true, numbered: true }), []);
      assert.deepEqual(answer(undefined, { numbered: true }), [], 'nothing came before');
    });

    it('says once when the gateway loses its source, and once when that is back', () => {
      const codec = create();
      const said: string[] = [];
      const sink = { ...deafSink, stale: (reason?: string) => said.push(reason ?? 'back') };
      const lost = 'the gateway has lost its source';
      for (const message of [
        subscribed({ upstream: 'lost' }),
        JSON.stringify({ type: 'heartbeat', time: 1, upstream: 'lost' }),
        JSON.stringify({ type: 'info', message: 'numbers', run: 'new', numbered: [] }),
        JSON.stringify({ type: 'info', message: 'the source is back', upstream: 'live' }),
        JSON.stringify({ type: 'heartbeat', time: 2, position: 'r-1' }),
        JSON.stringify({ type: 'heartbeat', time: 3, position: 'r-1', upstream: 'lost' }),
        JSON.stringify({ type: 'heartbeat', time: 4 }),
      ]) {
        codec.decode(message, sink);
      }
      assert.deepEqual(said, [lost, 'back', lost, 'back']);
    });

    it('reports it of symbols of which the gateway learns later that it has to number them', () => {
      const codec = create();
      codec.resume?.('old-5');
      const info = JSON.stringify({ type: 'info', message: 'numbers', run: 'new', numbered: ['B'] });
      const heard = hear(codec, subscribed({ resumed: false, reason: 'gone' }), info);
      assert.deepEqual(heard, ['ignored', 'lost B: gone', 'ignored']);
    });
  });
}

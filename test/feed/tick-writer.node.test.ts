import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deafSink } from '../../src/feed/deaf-sink.ts';
import { ProblemLog } from '../../src/feed/problem-log.js';
import type { FeedProblem } from '../../src/feed/protocol.js';
import { TickWriter } from '../../src/feed/tick-writer.js';
import { TICK_FLAG } from '../../src/market/tick.js';
import { FeedBlockReader, FeedBlockWriter } from '../../src/memory/feed-block.js';
import { Views } from '../../src/memory/views.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';

async function createWriter() {
  const { memory, kernel } = await createKernel(true);
  const block = new FeedBlockReader(memory);
  const views = new Views(memory.memory);
  const reports: string[] = [];
  const writer = new TickWriter(views, new FeedBlockWriter(views, block.address, memory.byteLength), (code, message) =>
    reports.push(`${code}: ${message}`),
  );
  const route = (symbol: string, capacity = 16) => {
    const lane = new TestLane(memory, kernel, { capacity });
    const first = writer.route(symbol, { address: lane.lane.address, symbol, leg: 0, byteLength: memory.byteLength });
    return { lane, first };
  };
  return { memory, writer, block, reports, route };
}

describe('the tick writer', () => {
  it('writes a tick to every lane of its symbol, and counts it once', async () => {
    const { writer, block, route } = await createWriter();
    const [a, b, other] = [route('A'), route('A'), route('B')];
    assert.deepEqual([a.first, b.first, other.first], [true, false, true]);
    writer.trade(writer.symbol('A'), 1e12, 5, 1, 1, 0);
    writer.flush();
    for (const { lane } of [a, b, other]) lane.drain();
    assert.deepEqual(
      [a, b, other].map(({ lane }) => lane.value('TICKS')),
      [1, 1, 0],
    );
    assert.equal(block.read().ticks, 1);
  });

  it('rejects every number that is none, or a negative size, and names symbol and numbers', async () => {
    const { writer, block, reports, route } = await createWriter();
    const { lane } = route('A');
    const id = writer.symbol('A');
    const good = [1e12, 5, 1] as const;
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (let place = 0; place < 3; place++) {
        const [time, price, size] = good.map((each, index) => (index === place ? bad : each)) as [
          number,
          number,
          number,
        ];
        writer.trade(id, time, price, size, 1, 0);
        writer.quote(id, time, price, size, 6, 1, 1);
        writer.quote(id, time, 4, 1, price, size, 1);
      }
    }
    writer.trade(id, 1e12, 5, -1, 1, 0);
    writer.quote(id, 1e12, 5, -1, 6, 1, 1);
    writer.quote(id, 1e12, 5, 1, 6, -1, 1);
    writer.flush();
    lane.drain();
    assert.equal(lane.value('TICKS'), 0);
    assert.equal(block.read().rejected, 30);
    assert.equal(reports.length, 30);
    assert.match(reports[0] as string, /^message: tick of A rejected.*time NaN/);
  });

  it('refuses ticks of more than a day ahead, which would open a session that nothing closes', async () => {
    const { writer, block, reports, route } = await createWriter();
    const { lane } = route('A');
    const id = writer.symbol('A');
    const now = Date.UTC(2026, 0, 5);
    writer.message(1, now);
    writer.trade(id, now + 86_400_000, 5, 1, 1, 0);
    writer.trade(id, now + 86_400_001, 5, 1, 1, 0);
    writer.quote(id, now * 1000, 5, 1, 6, 1, 1);
    writer.flush();
    lane.drain();
    assert.equal(lane.value('TICKS'), 1);
    assert.equal(block.read().rejected, 2);
    assert.match(reports[0] as string, /^message: tick of A rejected.*time 1767657600001/);
  });

  it('takes zero and negative prices', async () => {
    const { writer, route } = await createWriter();
    const { lane } = route('A');
    writer.trade(writer.symbol('A'), 1e12, -37.63, 1, 1, 0);
    writer.flush();
    lane.drain();
    assert.equal(lane.value('LAST'), -37.63);
    writer.trade(writer.symbol('A'), 1e12, 0, 0, 1, 0);
    writer.flush();
    lane.drain();
    assert.equal(lane.value('LAST'), 0);
  });

  it('counts ticks that nobody asked for, and trades from before the subscription, by themselves', async () => {
    const { writer, block, route } = await createWriter();
    const { lane } = route('A');
    const id = writer.symbol('A');
    writer.trade(writer.symbol('NOBODY'), 1e12, 5, 1, 1, 0);
    writer.trade(id, 1e12, 5, 1, 1, TICK_FLAG.REFERENCE);
    writer.flush();
    assert.deepEqual([block.read().unrouted, block.read().references, block.read().ticks], [1, 1, 0]);
    assert.deepEqual(writer.unroute(lane.lane.address), ['A']);
    assert.equal(writer.symbol('A'), 0);
    writer.quote(id, 1e12, 5, 1, 6, 1, 1);
    writer.flush();
    assert.equal(block.read().unrouted, 2);
    // whoever comes back has the same number
    route('A');
    assert.equal(writer.symbol('A'), id);
  });

  it('counts what full rings merge', async () => {
    const { writer, block, route } = await createWriter();
    const { lane } = route('A', 4);
    for (let price = 1; price <= 10; price++) writer.trade(writer.symbol('A'), 1e12, price, 1, price, 0);
    writer.flush();
    lane.drain();
    assert.equal(block.read().conflated, 5);
    assert.deepEqual([lane.value('TICKS'), lane.value('LAST'), lane.value('CONFLATED')], [10, 10, 5]);
  });

  it('goes on with lanes that were handed over before the memory grew', async () => {
    const { memory, writer, route } = await createWriter();
    const { lane } = route('A');
    memory.allocate(10_000_000);
    route('B');
    writer.trade(writer.symbol('A'), 1e12, 7, 1, 1, 0);
    writer.flush();
    lane.drain();
    assert.equal(lane.value('LAST'), 7);
  });

  it('shortens what it quotes, and passes errors and answers of the source on', async () => {
    const { writer, block, reports } = await createWriter();
    const answers: unknown[] = [];
    writer.source = { ...deafSink, carries: () => true, send: (message) => answers.push(message) };
    writer.rejected('cannot be read', 'x'.repeat(1000));
    writer.rejected('empty');
    writer.failed('unknown symbol "Z"');
    writer.send('pong');
    writer.ignored();
    writer.flush();
    assert.ok((reports[0] as string).length < 200);
    assert.deepEqual(reports.slice(1), ['message: empty', 'symbol: unknown symbol "Z"']);
    assert.deepEqual(answers, ['pong']);
    assert.deepEqual([block.read().rejected, block.read().errors, block.read().ignored], [2, 1, 1]);
  });
});

describe('the problem log', () => {
  it('reports the first of a kind at once and repeats once a second with their number, whatever their numbers and quotes', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const heard: FeedProblem[] = [];
    const log = new ProblemLog((problem) => heard.push(problem));
    for (let turn = 0; turn < 5; turn++) log.add('message', `line ${turn} is "bad ${turn}": text ${turn}`);
    assert.deepEqual(
      heard.map(({ count }) => count),
      [1],
    );
    context.mock.timers.tick(1000);
    assert.deepEqual(
      heard.map(({ count }) => count),
      [1, 4],
    );
    assert.match(heard[1]?.message as string, /line 4/);
    context.mock.timers.tick(5000);
    log.add('message', 'line 9 is "bad": x');
    assert.equal(heard.length, 3);
    log.clear();
  });

  it('keeps no more than 64 kinds, however many a hostile source makes', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const heard: FeedProblem[] = [];
    const log = new ProblemLog((problem) => heard.push(problem));
    for (let turn = 0; turn < 1000; turn++) log.add('message', `kind ${'x'.repeat(turn)}`);
    assert.equal(heard.length, 65);
    context.mock.timers.tick(1000);
    assert.equal(heard.at(-1)?.count, 935);
    log.clear();
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TickerKernel } from '../../src/kernels/instance.js';
import { dirtyBit, dirtyWord, HostBlock, ringLane } from '../../src/memory/host-block.js';
import { DRAINED, HOST, LANE, REASON } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { LaneRota } from '../../src/runtime/lane-rota.js';

/** A rota over a kernel that only writes down what it is asked to drain, and answers as `answer` says. */
function rotaOf(answer: (lane: number) => number = () => DRAINED.PUBLISHED) {
  const memory = new PageMemory();
  const block = new HostBlock(memory, 3);
  const drained: number[] = [];
  const kernel = {
    drain(lane: number) {
      drained.push(lane);
      return answer(lane);
    },
  } as TickerKernel;
  const rota = new LaneRota(kernel, memory.i32, block.address);
  const lane = () => {
    const address = memory.allocate(40_000);
    memory.i32[(address + LANE.HOST) >> 2] = block.address;
    return address;
  };
  const take = () => drained.splice(0);
  const ring = (address: number) => ringLane(memory.i32, address);
  return { memory, block, rota, lane, take, ring };
}
const LONG = 10_000;

describe('the rota of a shared host', () => {
  it('drains a lane when it comes, and then only when somebody rang for it', () => {
    const { block, rota, lane, take, ring } = rotaOf();
    const [first, second, third] = [lane(), lane(), lane()];
    for (const each of [first, second, third]) rota.add(each);
    assert.equal(rota.turn(LONG), 0);
    assert.deepEqual(take(), [first, second, third]);
    rota.turn(LONG);
    assert.deepEqual(take(), []);
    ring(second);
    assert.notEqual(block.bell, block.answered);
    rota.turn(LONG);
    assert.deepEqual(take(), [second]);
    assert.equal(block.bell, block.answered);
    rota.remove(second);
    ring(second);
    rota.turn(LONG);
    assert.deepEqual(take(), []);
  });

  it('does not take for answered, nor sleep on, what was rung for after it had looked', () => {
    let late = () => {};
    const { block, rota, lane, take, ring } = rotaOf(() => {
      late();
      return DRAINED.PUBLISHED;
    });
    const [first, second] = [lane(), lane()];
    for (const each of [first, second]) rota.add(each);
    rota.turn(LONG);
    take();
    ring(second);
    // while the one is drained the other gets something
    late = () => {
      late = () => {};
      ring(first);
    };
    rota.turn(LONG);
    assert.deepEqual(take(), [second]);
    assert.notEqual(rota.bell, block.bell, 'its sleep would end at once');
    assert.notEqual(block.answered, block.bell);
    rota.turn(LONG);
    assert.deepEqual(take(), [first]);
    assert.equal(block.answered, block.bell);
  });

  it('rings the bell once for a lane until its bit is taken', () => {
    const { block, rota, lane, ring } = rotaOf();
    const [first, second] = [lane(), lane()];
    rota.add(first);
    rota.add(second);
    rota.turn(LONG);
    const before = block.bell;
    for (const each of [first, first, second, first]) ring(each);
    assert.equal(block.bell - before, 2);
    rota.turn(LONG);
    ring(first);
    assert.equal(block.bell - before, 3);
  });

  it('drains all lanes that share a bit', () => {
    const { rota, lane, take, ring } = rotaOf();
    const first = lane();
    // as far away as the bitmap is long
    const other = first + (HOST.MANY << (HOST.SPAN + 5));
    assert.deepEqual([dirtyWord(other), dirtyBit(other)], [dirtyWord(first), dirtyBit(first)]);
    rota.add(first);
    rota.add(other);
    rota.turn(LONG);
    take();
    ring(first);
    rota.turn(LONG);
    assert.deepEqual(take(), [first, other]);
    rota.remove(first);
    ring(first);
    rota.turn(LONG);
    assert.deepEqual(take(), [other]);
  });

  it('leaves the bell unanswered while a lane has more, and comes again', () => {
    let more = 2;
    const { block, rota, lane, take } = rotaOf(() =>
      more-- > 0 ? DRAINED.PUBLISHED | DRAINED.MORE : DRAINED.PUBLISHED,
    );
    const one = lane();
    rota.add(one);
    block.ring();
    assert.equal(rota.turn(LONG), DRAINED.MORE);
    assert.equal(block.bell - block.answered, 1);
    assert.equal(rota.turn(LONG), DRAINED.MORE);
    assert.equal(rota.turn(LONG), 0);
    assert.equal(block.bell, block.answered);
    assert.deepEqual(take(), [one, one, one]);
  });

  it('stops when its time is over, and goes on with those that have waited', () => {
    const { rota, lane, take, ring } = rotaOf();
    const lanes = Array.from({ length: 100 }, lane);
    for (const each of lanes) rota.add(each);
    const seen = new Set<number>();
    let turns = 0;
    // the first lane always has something: it must not keep the others waiting
    while (seen.size < lanes.length && turns < 1000) {
      ring(lanes[0] as number);
      assert.equal(rota.turn(-1) & DRAINED.MORE, DRAINED.MORE);
      turns++;
      const drained = take();
      assert.equal(drained.length, 1);
      for (const each of drained) seen.add(each);
    }
    assert.equal(seen.size, lanes.length);
    assert.ok(turns <= 200, `${turns} turns`);
  });

  it('tells of signals and nudges, and of lanes whose kernel trapped, which it leaves alone', () => {
    const { rota, lane, take, ring } = rotaOf((address) => {
      if (address === bad) throw new WebAssembly.RuntimeError('unreachable');
      return address === loud ? DRAINED.PUBLISHED | REASON.SIGNAL | REASON.NUDGE : DRAINED.PUBLISHED;
    });
    const [bad, loud, quiet] = [lane(), lane(), lane()];
    for (const each of [bad, loud, quiet]) rota.add(each);
    assert.equal(rota.turn(LONG), REASON.SIGNAL | REASON.NUDGE);
    assert.deepEqual(rota.takeSignalled(), [loud]);
    assert.deepEqual(rota.takeSignalled(), []);
    assert.deepEqual(rota.takeTrapped(), [{ lane: bad, message: 'RuntimeError: unreachable' }]);
    assert.deepEqual(take(), [bad, loud, quiet]);
    ring(bad);
    rota.turn(LONG);
    assert.deepEqual(take(), []);
  });
});

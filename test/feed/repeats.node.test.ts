import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TickTrack } from '../../src/feed/tick-track.js';
import { TICK_KIND } from '../../src/market/tick.js';
import { TICK } from '../../src/memory/layout.js';
import { TICK_NUMBERS } from '../../src/memory/ring-writer.js';

const { TRADE, QUOTE } = TICK_KIND;
const SYMBOL = 7;

/** A tick's numbers as the writer has them. */
function tick(time: number, { price = 1, size = 1, sequence = Number.NaN, received = time } = {}): Float64Array {
  const numbers = new Float64Array(TICK_NUMBERS);
  numbers[TICK.TIME >> 3] = time;
  numbers[TICK.RECEIVED >> 3] = received;
  numbers[TICK.PRICE >> 3] = price;
  numbers[TICK.SIZE >> 3] = size;
  numbers[TICK.SEQUENCE >> 3] = sequence;
  return numbers;
}

describe('ticks that a new connection repeats', () => {
  it('are dropped until one is newer', () => {
    const track = new TickTrack();
    for (const time of [1000, 2000, 3000]) assert.ok(track.accepts(SYMBOL, TRADE, tick(time)));
    track.guard(SYMBOL);
    assert.deepEqual(
      [2000, 3000, 4000, 3500].map((time) => track.accepts(SYMBOL, TRADE, tick(time))),
      [false, false, true, true],
    );
  });

  it('do not come for ever: where the one before the loss was of the far future, or the clock of the source was put back', () => {
    const track = new TickTrack();
    const now = 1_700_000_000_000;
    // one wrong time, half a day ahead
    track.accepts(SYMBOL, TRADE, tick(now + 43_200_000, { received: now }));
    track.accepts(SYMBOL, QUOTE, tick(now + 43_200_000, { received: now }));
    track.guard(SYMBOL);
    const taken = (kind: 1 | 2) => {
      let dropped = 0;
      for (let second = 0; second < 60; second++) {
        const time = now + 60_000 + second * 1000;
        if (track.accepts(SYMBOL, kind, tick(time, { price: second }))) return dropped;
        dropped++;
      }
      return Number.POSITIVE_INFINITY;
    };
    assert.ok(taken(TRADE) <= 11, 'trades come again');
    assert.ok(taken(QUOTE) <= 11, 'quotes come again');
  });

  it('are dropped for so long after each loss', () => {
    const track = new TickTrack();
    track.accepts(SYMBOL, TRADE, tick(90_000, { received: 0 }));
    for (const loss of [1000, 30_000, 60_000]) {
      track.guard(SYMBOL);
      for (const received of [loss, loss + 9000]) {
        assert.equal(track.accepts(SYMBOL, TRADE, tick(80_000, { received })), false, `${loss} ${received}`);
      }
      assert.equal(track.accepts(SYMBOL, TRADE, tick(80_000, { price: 2, received: loss + 11_000 })), true);
      track.accepts(SYMBOL, TRADE, tick(90_000, { received: loss + 12_000 }));
    }
  });
});

describe('the numbers of ticks', () => {
  const follows = (sequences: readonly number[]) => {
    const track = new TickTrack();
    return sequences.map((sequence) => {
      const next = tick(1000, { sequence });
      track.accepts(SYMBOL, TRADE, next);
      return track.follows(SYMBOL, next);
    });
  };

  it('have a hole where one is left out', () => {
    assert.deepEqual(follows([1, 2, 4, 5]), [true, true, false, true]);
  });

  it('are none where a double cannot count them', () => {
    const large = 2 ** 53;
    assert.deepEqual(follows([large, large, large + 2, large + 4]), [true, true, true, true]);
    assert.deepEqual(follows([5, Number.POSITIVE_INFINITY, 6, 0.5, 7]), [true, true, true, true, true]);
  });
});

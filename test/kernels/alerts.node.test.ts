import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type AlertText, compile } from '../../src/indicators/compile.js';
import { LANE, REASON, SLOT } from '../../src/memory/layout.js';
import { SignalReader } from '../../src/memory/signal-reader.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane } from './bench-lane.js';
import { type TestTick, trade } from './ticker-oracle.js';

const T0 = Date.UTC(2026, 0, 5, 10);

const mean = (values: readonly number[], period: number) =>
  values.length < period ? Number.NaN : values.slice(-period).reduce((sum, value) => sum + value, 0) / period;
const isTrue = (value: boolean | undefined) => value === true;

/** What the alerts below say to the closes so far: undefined where nothing is known. `hold`: loosened by the hysteresis. */
const ALERTS = [
  {
    text: { name: 'rich', when: 'price > 105', hysteresis: 4, once: false },
    when: (closes: readonly number[]) => (closes.at(-1) as number) > 105,
    hold: (closes: readonly number[]) => (closes.at(-1) as number) > 101,
  },
  {
    text: { name: 'crossed', when: 'crossover(sma(2), sma(5))', hysteresis: 0, once: false },
    when: crossed,
    hold: crossed,
  },
  {
    text: { name: 'first', when: 'price < sma(3)', hysteresis: 0, once: true },
    when: (closes: readonly number[]) => below(closes),
    hold: (closes: readonly number[]) => below(closes),
  },
  {
    text: { name: 'both', when: 'rich and price < 110', hysteresis: 0, once: false },
    when: both,
    hold: both,
  },
];

function crossed(closes: readonly number[]): boolean | undefined {
  const before = closes.slice(0, -1);
  const known = [mean(before, 2), mean(before, 5), mean(closes, 2), mean(closes, 5)];
  if (known.some(Number.isNaN)) return undefined;
  const [a, b, c, d] = known as [number, number, number, number];
  return a <= b && c > d;
}
function below(closes: readonly number[]): boolean | undefined {
  const average = mean(closes, 3);
  return Number.isNaN(average) ? undefined : (closes.at(-1) as number) < average;
}
function both(closes: readonly number[]): boolean {
  const close = closes.at(-1) as number;
  return close > 105 && close < 110;
}

/** Signals as anyone would find them: `[alert, time, price]`, from what is known at each tick. */
function naiveSignals(history: readonly { readonly closes: readonly number[]; readonly tick: TestTick }[]) {
  const armed = ALERTS.map(() => true);
  const done = ALERTS.map(() => false);
  const signals: (readonly [number, number, number])[] = [];
  for (const { closes, tick } of history) {
    ALERTS.forEach(({ when, hold, text }, index) => {
      if (done[index]) return;
      if (armed[index]) {
        if (!isTrue(when(closes))) return;
        armed[index] = false;
        done[index] = text.once;
        signals.push([index, tick.time, closes.at(-1) as number]);
      } else if (hold(closes) === false) armed[index] = true;
    });
  }
  return signals;
}

function planOf(indicators = 'sma(2)') {
  const compiled = compile({ indicators, alerts: ALERTS.map(({ text }, id) => ({ ...text, id })) });
  assert.deepEqual(compiled.errors, []);
  return compiled.plan;
}

const walk = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 700 })), { minLength: 1, maxLength: 300 })
  .map((steps) => {
    let price = 104;
    let time = T0;
    return steps.map(([change, step]) => {
      price += change;
      time += step;
      return trade(time, price);
    });
  });
const batches = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 10 });

describe('alerts', () => {
  for (const interval of [0, 1000]) {
    it(`fire ${interval ? 'on bars' : 'on ticks'} where a naive evaluation of each tick does, in order, each once`, async () => {
      const { memory, kernel } = await createKernel(true);
      property(walk, batches, (ticks, sizes) => {
        const lane = new TestLane(memory, kernel, { interval, capacity: 64, plan: planOf() });
        const reader = new SignalReader(memory, lane.lane);
        const got: (readonly [number, number, number])[] = [];
        for (let at = 0, batch = 0; at < ticks.length; batch++) {
          const size = sizes[batch % sizes.length] as number;
          lane.write(ticks.slice(at, at + size));
          lane.drain();
          at += size;
          // now and then several batches' signals wait
          if (batch % 3 === 0 || at >= ticks.length) {
            for (const signal of reader.take()) {
              got.push([signal.alert, signal.time, signal.price]);
              assert.equal(signal.received, signal.time + 5);
            }
          }
        }
        const closes: number[] = [];
        let end = Number.NEGATIVE_INFINITY;
        const history = ticks.map((tick) => {
          if (interval === 0 || tick.time >= end) {
            end = Math.floor(tick.time / 1000) * 1000 + 1000;
            closes.push(tick.price);
          } else closes[closes.length - 1] = tick.price;
          return { closes: [...closes], tick };
        });
        assert.deepEqual(got, naiveSignals(history));
        assert.equal(lane.value('LOST'), 0);
        assert.equal(lane.value('CONFLATED'), 0);
        memory.free(lane.lane.address);
        lane.block.free();
      });
    });
  }

  it('carry the outputs as they were at their tick', async () => {
    const { memory, kernel } = await createKernel(false);
    const { plan } = compile({
      indicators: 'sma(2); highest(2)',
      alerts: [{ name: 'up', when: 'price > 10', hysteresis: 0, once: false, id: 7 }],
    });
    assert.equal(plan.outputs.length, 2);
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    lane.write([trade(T0, 9), trade(T0 + 1, 12), trade(T0 + 2, 5), trade(T0 + 3, 20), trade(T0 + 4, 30)]);
    lane.drain();
    assert.deepEqual(
      reader.take().map(({ alert, price, outputs }) => [alert, price, ...outputs]),
      [
        [7, 12, 10.5, 12],
        [7, 20, 12.5, 20],
      ],
    );
    assert.deepEqual(reader.take(), []);
  });

  it('are armed again where the condition is false, not where it is unknown', async () => {
    const { memory, kernel } = await createKernel(false);
    const { plan } = compile({
      indicators: '',
      alerts: [{ name: 'above', when: '1 / (price - 10) > 0', hysteresis: 0, once: false, id: 1 }],
    });
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    // at 10 nobody can say
    lane.write([10, 11, 10, 12, 9, 10, 13].map((price, index) => trade(T0 + index, price)));
    lane.drain();
    assert.deepEqual(
      reader.take().map(({ price }) => price),
      [11, 13],
    );
  });

  it('tell the page once of all that it has not begun to take', async () => {
    const { memory, kernel } = await createKernel(true);
    const { plan } = compile({
      indicators: '',
      alerts: [{ name: 'up', when: 'price > 10', hysteresis: 0, once: false, id: 1 }],
    });
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    const drains = (...prices: number[]) => {
      lane.write(prices.map((price) => trade(T0, price)));
      return lane.drain() & REASON.SIGNAL;
    };
    assert.equal(drains(9), 0);
    assert.equal(drains(11), REASON.SIGNAL);
    assert.equal(drains(9, 11), 0, 'a message is on its way');
    assert.equal(reader.take().length, 2);
    assert.equal(drains(12), 0, 'it has not fired');
    assert.equal(drains(9, 13), REASON.SIGNAL);
  });

  it('count what finds the signal ring full, and keep what is in it', async () => {
    const { memory, kernel } = await createKernel(false);
    const { plan } = compile({
      indicators: '',
      alerts: [{ name: 'up', when: 'price > 10', hysteresis: 0, once: false, id: 1 }],
    });
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    const kept = (memory.i32[(lane.lane.address + LANE.SIGNALS_MASK) >> 2] as number) + 1;
    for (let fired = 0; fired < kept + 10; fired++) {
      lane.write([trade(T0 + fired, 0), trade(T0 + fired, 11 + fired)]);
      lane.drain();
    }
    assert.equal(lane.value('LOST'), 10);
    assert.deepEqual(
      reader.take().map(({ price }) => price),
      Array.from({ length: kept }, (_, fired) => 11 + fired),
    );
    lane.write([trade(T0, 0), trade(T0, 5000)]);
    lane.drain();
    assert.deepEqual(
      reader.take().map(({ price }) => price),
      [5000],
    );
  });

  it("are not looked for where a count is not the kernel's", async () => {
    const { memory, kernel } = await createKernel(false);
    const { plan } = compile({
      indicators: '',
      alerts: [{ name: 'up', when: 'price > 10', hysteresis: 0, once: false, id: 1 }],
    });
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    lane.write([trade(T0, 11)]);
    lane.drain();
    assert.equal(reader.take().length, 1);
    memory.i32[(lane.lane.slot + SLOT.SIGNALS) >> 2] = 0;
    assert.deepEqual(reader.take(), []);
  });

  it('stay fired over a change of plans, known by their ids', async () => {
    const { memory, kernel } = await createKernel(false);
    const alert = { name: 'up', when: 'price > 10', hysteresis: 0, once: false, id: 5 };
    const { plan } = compile({ indicators: '', alerts: [alert] });
    const old = new TestLane(memory, kernel, { plan });
    old.write([trade(T0, 11)]);
    old.drain();
    const next = new TestLane(memory, kernel, {
      plan: compile({ indicators: 'sma(2)', alerts: [{ ...alert, name: 'other', id: 6 }, alert] }).plan,
    });
    kernel.adopt(next.lane.address, old.lane.address, 0);
    const reader = new SignalReader(memory, next.lane);
    next.write([trade(T0, 12)]);
    next.drain();
    assert.deepEqual(
      reader.take().map(({ alert: id, price }) => [id, price]),
      [[6, 12]],
    );
    next.write([trade(T0, 9), trade(T0, 13)]);
    next.drain();
    assert.deepEqual(
      reader.take().map(({ alert: id, price }) => [id, price]),
      [
        [6, 13],
        [5, 13],
      ],
    );
  });

  it('go on by their ids where the new plan has them in another order', async () => {
    const { memory, kernel } = await createKernel(false);
    const [low, high, lowest] = [10, 100, 5].map((level, id) => ({
      name: `above${level}`,
      when: `price > ${level}`,
      hysteresis: 0,
      once: false,
      id,
    })) as [AlertText, AlertText, AlertText];
    const old = new TestLane(memory, kernel, { plan: compile({ indicators: '', alerts: [low, high, lowest] }).plan });
    old.write([trade(T0, 11)]);
    old.drain();
    const { plan } = compile({ indicators: '', alerts: [high, lowest, low] });
    const next = new TestLane(memory, kernel, { plan });
    kernel.adopt(next.lane.address, old.lane.address, 0);
    next.write([trade(T0, 101)]);
    next.drain();
    assert.deepEqual(
      new SignalReader(memory, next.lane).take().map(({ alert }) => alert),
      [high.id],
    );
  });

  it('fire where a condition is a number other than 0, below it too', async () => {
    const { memory, kernel } = await createKernel(false);
    const { plan, errors } = compile({
      indicators: '',
      alerts: [{ name: 'moved', when: 'change(price, 1)', hysteresis: 0, once: false, id: 1 }],
    });
    assert.deepEqual(errors, []);
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    lane.write([10, 8, 8, 9].map((price, index) => trade(T0 + index, price)));
    lane.drain();
    assert.deepEqual(
      reader.take().map(({ price, time }) => [price, time - T0]),
      [
        [8, 1],
        [9, 3],
      ],
    );
  });

  it('may be a hundred levels deep', async () => {
    const { memory, kernel } = await createKernel(false);
    const alerts = Array.from({ length: 100 }, (_, id) => ({
      name: `a${id}`,
      when: id === 0 ? 'price > 10' : `a${id - 1} and price > ${10 + id}`,
      hysteresis: 0,
      once: false,
      id,
    }));
    const { plan, errors } = compile({ indicators: '', alerts });
    assert.deepEqual(errors, []);
    const lane = new TestLane(memory, kernel, { plan });
    const reader = new SignalReader(memory, lane.lane);
    lane.write([trade(T0, 60.5)]);
    lane.drain();
    assert.equal(reader.take().length, 51);
    lane.write([trade(T0, 1000)]);
    lane.drain();
    assert.deepEqual(
      reader.take().map(({ alert }) => alert),
      Array.from({ length: 49 }, (_, index) => 51 + index),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CATALOG } from '../../src/indicators/catalog/index.js';
import { compile } from '../../src/indicators/compile.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { FLAG, KIND, LANE, SLOT } from '../../src/memory/layout.js';
import { SignalReader } from '../../src/memory/signal-reader.js';
import { property } from '../tools/property.js';
import { createKernel, TestLane } from './bench-lane.js';
import type { TestTick } from './ticker-oracle.js';

/** Ten minutes before a session ends. */
const T0 = Date.UTC(2026, 0, 5, 23, 50);
const CAPACITY = 64;

/** How to call what needs to be given something. */
const CALLS: Readonly<Record<string, string>> = {
  crossover: 'crossover(close, sma(5))',
  crossunder: 'crossunder(close, sma(5))',
  cross: 'cross(close, sma(5))',
  min: 'min(close, open)',
  max: 'max(high, sma(3))',
};
const TEXT = [
  ...[...CATALOG.keys()].map((name, index) => `f${index}: ${CALLS[name] ?? name}`),
  'low_bid: sma(bid, 3); width: ema(ask - bid, 4); short: highest(3); odd: median(7); wide: sma(50)',
].join('; ');
const ALERTS = [
  { name: 'rich', when: 'price > 101', hysteresis: 0.5, once: false, id: 1 },
  { name: 'crossed', when: 'crossover(sma(2), sma(5))', hysteresis: 0, once: false, id: 2 },
  { name: 'both', when: 'rich and ask > 102', hysteresis: 0, once: false, id: 3 },
];

/** Quotes at first, then trades among quotes and reference trades, some of them late. */
const ticks = fc
  .tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.array(
      fc.record({
        kind: fc.constantFrom('trade', 'trade', 'trade', 'trade', 'quote', 'quote', 'reference'),
        step: fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
          { weight: 2, arbitrary: fc.integer({ min: -90_000, max: 0 }) },
        ),
        change: fc.integer({ min: -30, max: 30 }),
        size: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 20, maxLength: 250 },
    ),
  )
  .map(([quotes, steps]) => {
    let price = 100;
    let time = T0;
    return steps.map(({ kind, step, change, size }, index): TestTick => {
      price += change / 10;
      time += step;
      return kind === 'quote' || index < quotes
        ? { kind: KIND.QUOTE, time, price: price - 0.5, size, ask: price + 0.5, askSize: 1, flags: 0 }
        : { kind: KIND.TRADE, time, price, size, ask: 0, askSize: 0, flags: kind === 'trade' ? 0 : FLAG.REFERENCE };
    });
  });
const batches = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: CAPACITY }),
    /** Its kernel dies before it commits, and more ticks have come when another one goes on. */
    dies: fc.boolean(),
    /** The lane is changed for another one after it. */
    changes: fc.integer({ min: 0, max: 9 }).map((share) => share === 0),
  }),
  { minLength: 1, maxLength: 12 },
);

/** A drain of the lane that is cut off right before its commit. */
function drainInVain({ kernel, lane: { address }, memory }: TestLane): void {
  const words = [LANE.READ, LANE.COMMITTED].map((word) => (address + word) >> 2);
  const before = words.map((word) => memory.i32[word] as number);
  kernel.drain(address);
  assert.equal(memory.i32[words[1] as number], (before[1] as number) + 1, 'one commit');
  words.forEach((word, index) => {
    memory.i32[word] = before[index] as number;
  });
  kernel.recover(address);
}

describe('a lane in batches, of which some are repeated after a kill', () => {
  for (const interval of [0, 1000, 60_000]) {
    for (const alerts of [[], ALERTS]) {
      const what = `${interval ? `bars of ${interval} ms` : 'ticks'}${alerts.length ? ' with alerts' : ''}`;
      it(`ends as one that got the same ticks one by one, with every function of the language (${what})`, async () => {
        const { plan, outputs, errors } = compile({ indicators: TEXT, alerts });
        assert.deepEqual(errors, []);
        const { memory, kernel } = await createKernel(true);
        property(ticks, batches, (all, cuts) => {
          const make = () => {
            const lane = new TestLane(memory, kernel, { interval, plan, capacity: CAPACITY, keep: 400 });
            return { lane, signals: new SignalReader(memory, lane.lane) };
          };
          const twin = make();
          const expected = all.flatMap((tick) => {
            twin.lane.write([tick]);
            twin.lane.drain();
            return twin.signals.take();
          });
          let here = make();
          const made = [twin, here];
          const fired: typeof expected = [];
          for (let at = 0, index = 0; at < all.length; index++) {
            const { size, dies, changes } = cuts[index % cuts.length] as (typeof cuts)[number];
            const first = dies ? Math.ceil(size / 2) : size;
            here.lane.write(all.slice(at, at + first));
            if (dies) drainInVain(here.lane);
            here.lane.write(all.slice(at + first, at + size));
            at += size;
            here.lane.drain();
            fired.push(...here.signals.take());
            // what a plan of ticks reads beside prices is not carried over as far back
            if (changes && interval > 0) {
              const next = make();
              kernel.adopt(next.lane.lane.address, here.lane.lane.address, 0);
              made.push(next);
              here = next;
            }
          }
          const changed = made.length > 2;
          const known = (text: string) => !changed || !['low_bid', 'width'].includes(text);
          outputs.forEach(({ name }, index) => {
            if (known(name)) assert.ok(Object.is(here.lane.output(index), twin.lane.output(index)), `${name}`);
          });
          // as plain numbers: a NaN is a NaN, whatever its bits
          const told = (signals: typeof fired) =>
            signals.map(({ alert, time, price, bid, ask, outputs: [...values] }) =>
              changed ? [alert, time, price] : [alert, time, price, bid, ask, ...values],
            );
          assert.deepEqual(told(fired), told(expected));
          const figures = ({ lane: { reader } }: typeof here) => {
            reader.read();
            return [...reader.values.slice(0, (SLOT.SIGNALS - SLOT.VALUES) / 8)];
          };
          assert.deepEqual(figures(here), figures(twin));
          if (interval) {
            const bars = ({ lane }: typeof here) => new BarReader(memory, lane.lane, lane.reader).read(500);
            assert.deepEqual(bars(here), bars(twin));
          }
          for (const { lane } of made) {
            memory.free(lane.lane.address);
            lane.block.free();
          }
        });
      });
    }
  }
});

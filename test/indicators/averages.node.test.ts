import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { OPERATIONS } from '../../src/indicators/operations.js';
import { runStep, type StepSettings } from './run-step.js';
import { assertNear, walk } from './series.js';
import { assertAnyCut, cuts, starts, value } from './step-place.js';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
console.log(`averages: SEED=${seed}`);

type Name = keyof typeof OPERATIONS;
const AVERAGES: readonly Name[] = ['average', 'adaptive', 'strength'];
const INPUTS: Partial<Record<Name, number>> = { adaptive: 3 };
const FAST = 2 / 3;
const SLOW = 2 / 31;

const settingsOf = (name: Name, period: number): StepSettings => ({
  period,
  numbers: name === 'adaptive' ? [FAST, SLOW] : [2 / (period + 1)],
});

/** What each means, value by value from the definition. A position whose value is unknown gives none and changes nothing. */
const NAIVE: Partial<Record<Name, (columns: readonly (readonly number[])[], period: number) => number[]>> = {
  average([a = []], period) {
    const known: number[] = [];
    let average = 0;
    return a.map((x) => {
      if (Number.isNaN(x)) return Number.NaN;
      known.push(x);
      if (known.length < period) return Number.NaN;
      if (known.length === period) average = known.reduce((sum, one) => sum + one, 0) / period;
      else average += (2 / (period + 1)) * (x - average);
      return average;
    });
  },
  adaptive([a = [], b = [], c = []], period) {
    let count = 0;
    let average = Number.NaN;
    return a.map((x, at) => {
      if (Number.isNaN(x)) return Number.NaN;
      if (count < period) {
        count++;
        if (count === period) average = x;
        return average;
      }
      const efficiency = c[at] === 0 ? 0 : (b[at] as number) / (c[at] as number);
      const next = average + (efficiency * (FAST - SLOW) + SLOW) ** 2 * (x - average);
      if (!Number.isNaN(next)) average = next;
      return next;
    });
  },
  strength([a = []], period) {
    const known: number[] = [];
    let gain = 0;
    let loss = 0;
    return a.map((x) => {
      if (Number.isNaN(x)) return Number.NaN;
      known.push(x);
      const changes = known.slice(1).map((one, index) => one - (known[index] as number));
      if (changes.length < period) return Number.NaN;
      const change = changes.at(-1) as number;
      if (changes.length === period) {
        gain = changes.reduce((sum, one) => sum + Math.max(one, 0), 0) / period;
        loss = changes.reduce((sum, one) => sum + Math.max(-one, 0), 0) / period;
      } else {
        gain = (gain * (period - 1) + Math.max(change, 0)) / period;
        loss = (loss * (period - 1) + Math.max(-change, 0)) / period;
      }
      return gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
    });
  },
};

const part = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN));

describe('averages', () => {
  for (const name of AVERAGES) {
    const ratio = walk(300, { from: 0.5, step: 0.1, seed: seed + 1 }).map((x) => Math.min(1, Math.abs(x)));
    /** For adaptive: ways, and distances that are a part of them; some positions have neither. */
    const ways = ratio.map((_, at) => (at % 7 ? 0.25 + (at % 3) : 0));
    const columns = (a: number[]) =>
      [a, a.map((_, at) => (ratio[at] as number) * (ways[at] as number)), ways.slice(0, a.length)].slice(
        0,
        INPUTS[name] ?? 1,
      );

    it(`${name} is what its definition gives, on random series with random periods`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 60 }),
          fc.array(value, { minLength: 1, maxLength: 300 }),
          async (period, a) => {
            const [result = []] = await runStep(name, columns(a), settingsOf(name, period));
            const expected = NAIVE[name]?.(columns(a), period) ?? [];
            const largest = Math.max(1, ...a.filter((x) => !Number.isNaN(x)).map(Math.abs));
            // strength is a ratio: only what was smaller than the rounding of the largest change is lost
            assertNear(result, expected, name === 'strength' ? 1e-9 : 1e-12, name === 'strength' ? 100 : largest, name);
          },
        ),
        { seed, numRuns: 300 },
      );
    });

    it(`${name} holds its state over unknown values`, async () => {
      const settings = settingsOf(name, 5);
      const inputs = columns(walk(60, { seed }));
      const [whole = []] = await runStep(name, inputs, settings);
      const spread = inputs.map((column) => column.flatMap((x, at) => (at % 3 ? [x] : [Number.NaN, Number.NaN, x])));
      const [result = []] = await runStep(name, spread, settings);
      const known = result.filter((_, at) => !Number.isNaN(spread[0]?.[at]));
      assert.deepEqual(known, whole);
      assert.ok(result.every((x, at) => !Number.isNaN(spread[0]?.[at]) || Number.isNaN(x)));
    });

    it(`${name} gives the same bits however its positions are cut into calls`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 40 }),
          // left to itself it mostly draws a handful
          fc
            .integer({ min: 1, max: 200 })
            .chain((least) => fc.array(fc.tuple(value, part, part), { minLength: least, maxLength: 200 })),
          starts,
          fc.array(cuts, { minLength: 1, maxLength: 40 }),
          fc.array(value, { minLength: 1, maxLength: 50 }),
          async (period, rows, start, plan, stale) => {
            const inputs = rows.map((row) => row.slice(0, INPUTS[name] ?? 1));
            await assertAnyCut(name, settingsOf(name, period), inputs, start, plan, stale);
          },
        ),
        { seed, numRuns: 300 },
      );
    });
  }

  it('average and adaptive of a series that does not move stay on it', async () => {
    for (const price of [0, -37.63, 0.1, 1e6 + 0.1]) {
      const a = new Array(500).fill(price);
      for (const name of ['average', 'adaptive'] as const) {
        const [result = []] = await runStep(
          name,
          [a, a.map(() => 0.3), a.map(() => 1)].slice(0, INPUTS[name] ?? 1),
          settingsOf(name, 14),
        );
        assertNear(result.slice(13), a.slice(13), 1e-14, 0, name);
      }
    }
  });

  it('strength is 50 where nothing has moved, 100 where nothing has fallen, 0 where nothing has risen', async () => {
    const rising = Array.from({ length: 50 }, (_, index) => 100 + index);
    const last = async (a: number[]) => (await runStep('strength', [a], { period: 14 }))[0]?.slice(14);
    assert.deepEqual(new Set(await last(new Array(50).fill(3))), new Set([50]));
    assert.deepEqual(new Set(await last(rising)), new Set([100]));
    assert.deepEqual(new Set(await last(rising.map((x) => -x))), new Set([0]));
  });

  it('a result that is not finite is unknown', async () => {
    const a = [1e308, 1.7e308, -1.7e308, 1.7e308, 1.7e308, -1.7e308, 1, 2, 3, 4, 5, 6, 7, 8];
    for (const name of AVERAGES) {
      for (const period of [1, 2, 3]) {
        const inputs = [a, a.map(() => 0.5)].slice(0, INPUTS[name] ?? 1);
        const [result = []] = await runStep(name, inputs, settingsOf(name, period));
        assert.ok(
          result.every((x) => Number.isFinite(x) || Number.isNaN(x)),
          `${name} of ${period}: ${result}`,
        );
      }
    }
  });

  const ticks = process.env.SOAK ? 10_000_000 : 200_000;
  it(`nothing drifts over ${ticks} ticks`, async () => {
    const a = walk(ticks, { from: 1e4, step: 3, seed });
    // the last few hundred positions are all that a value depends on, to the last bit or two
    for (const name of ['average', 'strength'] as const) {
      const [result = []] = await runStep(name, [a], { ...settingsOf(name, 14), chunk: 1024 });
      const recent = NAIVE[name]?.([a.slice(-1000)], 14) ?? [];
      assertNear(result.slice(-100), recent.slice(-100), 1e-11, 0, name);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { property } from '../tools/property.js';
import { anyBars, anyCuts, anyFirst, anySeries } from './random-bars.js';
import { beginStep, runStep } from './run-step.js';
import { checkStep, type Reference } from './step-rig.js';

type Bar = [number, number, number, number];

/** Works bars one by one; unknown ones are left out, so that what `step` keeps is held. */
const eachKnown =
  (outputs: number, step: (bar: Bar) => number[]): Reference =>
  (inputs) => {
    const rows = (inputs[0] as readonly number[]).map((_, index) => {
      const bar = inputs.map((values) => values[index]) as Bar;
      return bar.some(Number.isNaN) ? new Array<number>(outputs).fill(Number.NaN) : step(bar);
    });
    return Array.from({ length: outputs }, (_, output) => rows.map((row) => row[output] as number));
  };

const range: Reference = (inputs, settings) => {
  let before = Number.NaN;
  return eachKnown(2, ([high, low, close]) => {
    const result = Math.max(high - low, Math.abs(high - before), Math.abs(low - before));
    const above = close - Math.min(low, before);
    before = close;
    return [result, above];
  })(inputs, settings);
};

const direction: Reference = (inputs, settings) => {
  let before: Bar | undefined;
  return eachKnown(2, (bar) => {
    const [up, down] = before ? [bar[0] - before[0], before[1] - bar[1]] : [Number.NaN, Number.NaN];
    before = bar;
    if (Number.isNaN(up)) return [up, down];
    return [up > down && up > 0 ? up : 0, down > up && down > 0 ? down : 0];
  })(inputs, settings);
};

const flow: Reference = ([high = [], low = [], close = [], volume = []]) => {
  const multipliers = high.map((top, index) => {
    const [bottom, end] = [low[index] as number, close[index] as number];
    return top === bottom && !Number.isNaN(end) ? 0 : (end - bottom - (top - end)) / (top - bottom);
  });
  return [multipliers.map((multiplier, index) => (volume[index] as number) * multiplier), multipliers];
};

/** From the beginning of the run up to every position, added anew. */
const cumulate: Reference = ([a = [], b = []], { period = 0 }) => {
  const on = (index: number) => index >= 0 && Math.abs(b[index] as number) > 0;
  return [
    a.map((value, index) => {
      let begin = index;
      while (begin >= 0 && !(on(begin) && (period & 2 || !on(begin - 1)))) begin--;
      if (Number.isNaN(value) || (begin < 0 && period & 1)) return Number.NaN;
      const run = a.slice(Math.max(0, begin), index + 1).filter((each) => !Number.isNaN(each));
      return run.reduce((sum, each) => sum + each, 0);
    }),
  ];
};

const parabolic: Reference = (inputs, settings) => {
  const [step = 0, limit = 0] = settings.numbers ?? [];
  const highs: number[] = [];
  const lows: number[] = [];
  let [rising, turned, stop, extreme, factor] = [true, false, 0, 0, step];
  return eachKnown(2, ([high, low]) => {
    highs.push(high);
    lows.push(low);
    if (highs.length === 1) {
      [stop, extreme] = [low, high];
      return [Number.NaN, Number.NaN];
    }
    stop += factor * (extreme - stop);
    if (highs.length > 2)
      stop = rising ? Math.min(stop, ...lows.slice(-3, -1)) : Math.max(stop, ...highs.slice(-3, -1));
    const turns = rising ? low < stop : high > stop;
    if (turns) {
      stop = extreme;
      extreme = rising ? low : high;
      factor = step;
      rising = !rising;
    } else if (rising ? high > extreme : low < extreme) {
      extreme = rising ? high : low;
      factor = Math.min(factor + step, limit);
    }
    const result = turned ? [stop, Number(turns)] : [Number.NaN, Number.NaN];
    turned ||= turns;
    return result;
  })(inputs, settings);
};

const supertrend: Reference = (inputs, settings) => {
  const [multiple = 0] = settings.numbers ?? [];
  let [upper, lower, before, rising] = [Number.NaN, Number.NaN, Number.NaN, true];
  return eachKnown(3, ([high, low, close, atr]) => {
    const middle = (high + low) / 2;
    const [above, below] = [middle + multiple * atr, middle - multiple * atr];
    if (Number.isNaN(before)) rising = close >= middle;
    if (!(above >= upper) || before > upper) upper = above;
    if (!(below <= lower) || before < lower) lower = below;
    before = close;
    rising = close > (rising ? lower : upper);
    return rising ? [lower, Number.NaN, lower] : [upper, upper, Number.NaN];
  })(inputs, settings);
};

describe('operations on bars', () => {
  it('range reaches to the close before, and says how far above its lower end the close is', () => {
    property(anyBars(), anyCuts, anyFirst, ([high, low, close], cuts, first) => {
      checkStep('range', [high, low, close], {}, range, { cuts, first });
    });
  });

  it('flow is the volume times where in its range a bar closed', () => {
    property(anyBars(), anyCuts, anyFirst, ([high, low, close, volume], cuts, first) => {
      checkStep('flow', [high, low, close, volume], {}, flow, { cuts, first });
    });
  });

  it('direction is the longer of the two ways beyond the bar before', () => {
    property(anyBars(), anyCuts, anyFirst, ([high, low], cuts, first) => {
      checkStep('direction', [high, low], {}, direction, { cuts, first });
    });
  });

  for (const [period, rule] of [
    [0, 'where its condition becomes true'],
    [1, 'where its condition becomes true, and is unknown before'],
    [2, 'wherever its condition is true'],
    [3, 'wherever its condition is true, and is unknown before'],
  ] as const) {
    it(`cumulate begins anew ${rule}`, () => {
      property(anySeries(2, 3), anyCuts, anyFirst, ([a = [], b = []], cuts, first) => {
        const condition = b.map((value) => (Math.abs(value) > 3 ? 0 : value));
        checkStep('cumulate', [a, condition], { period }, cumulate, { cuts, first, tolerance: 1e-12 });
      });
    });
  }

  it('cumulate loses nothing over ten million values of all sizes', async () => {
    const run = await beginStep('cumulate', { chunk: 65_536 });
    const length = 100_000;
    const values = Float64Array.from({ length }, (_, index) => [0.1, -1e12, 1e12, 1e-7][index % 4] as number);
    const columns = new Map([
      [0, values],
      [1, new Float64Array(length)],
    ]);
    let last = 0;
    for (let block = 0; block < 100; block++) last = run.advance(columns)[0]?.at(-1) as number;
    assert.ok(Math.abs(last - 250_000.25) < 1e-9 * 250_000, `${last}`);
  });

  it('parabolic follows a trend and turns where it is broken, with any step and limit', () => {
    const steps = fc.constantFrom([0.02, 0.2], [0.01, 0.05], [0.1, 0.1], [0.3, 1]);
    property(anyBars(), steps, anyCuts, anyFirst, ([high, low], numbers, cuts, first) => {
      checkStep('parabolic', [high, low], { numbers }, parabolic, { cuts, first });
    });
  });

  it('supertrend keeps to the nearer band until a close is beyond the line', () => {
    property(anyBars(), fc.constantFrom(0.5, 1, 3), anyCuts, anyFirst, ([high, low, close], multiple, cuts, first) => {
      const atr = high.map((value, index) => Math.abs(value - (low[index] as number)) / 2 + (index % 3));
      checkStep('supertrend', [high, low, close, atr], { numbers: [multiple] }, supertrend, { cuts, first });
    });
  });

  for (const name of ['range', 'direction', 'cumulate', 'parabolic', 'supertrend'] as const) {
    it(`${name} of numbers too far apart is unknown, not infinite, and comes back`, async () => {
      const huge = [1.7e308, -1.7e308, 1.7e308, -1.7e308];
      const walk = Array.from({ length: 60 }, (_, index) => 100 + 10 * Math.sin(index / 3));
      const high = [...walk.map((price) => price + 1), ...huge, ...walk.map((price) => price + 1)];
      const low = high.map((value) => (Math.abs(value) > 1e6 ? -value : value - 2));
      const restart = high.map((value) => Number(Math.abs(value) > 1e6));
      const inputs = {
        range: [high, low, low],
        direction: [high, low],
        cumulate: [high, restart],
        parabolic: [high, low],
        supertrend: [high, low, low, high.map(() => 3)],
      }[name];
      const results = await runStep(name, inputs, { numbers: name === 'parabolic' ? [0.02, 0.2] : [3] });
      for (const values of results) for (const value of values) assert.ok(Math.abs(value) !== Infinity);
      if (name !== 'cumulate') assert.ok(Number.isFinite(results[0]?.at(-1)));
    });
  }
});

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { CATALOG } from '../../src/indicators/catalog/index.js';
import { compile } from '../../src/indicators/compile.js';
import { OPERATIONS, type Operation } from '../../src/indicators/operations.js';
import { SeriesRun } from '../../src/indicators/series-run.js';
import { type IndicatorKernel, instantiateIndicators } from '../../src/kernels/indicators.js';
import { INPUT } from '../../src/memory/layout.js';
import type { PlanSource } from '../../src/memory/plan.js';
import { property } from '../tools/property.js';

const memory = new WebAssembly.Memory({ initial: 1 });
let kernel: IndicatorKernel;
before(async () => {
  kernel = await instantiateIndicators(memory);
});

const LENGTH = 60;
const NAMES = ['open', 'high', 'low', 'close', 'volume'] as const;
type Columns = Readonly<Record<(typeof NAMES)[number], readonly number[]>>;

/** A text, and what it gives for columns, worked out in the simplest way. */
interface Tree {
  readonly text: string;
  readonly naive: (columns: Columns) => readonly number[];
}

const known = (value: number) => (Number.isFinite(value) ? value : Number.NaN);
const each = (trees: readonly Tree[], of: (...values: number[]) => number) => (columns: Columns) => {
  const series = trees.map((tree) => tree.naive(columns));
  return Array.from({ length: LENGTH }, (_, at) => known(of(...series.map((values) => values[at] as number))));
};
const truth = (value: boolean, ...of: number[]) => (of.some(Number.isNaN) ? Number.NaN : Number(value));
const window = (tree: Tree, period: number, of: (values: readonly number[]) => number) => (columns: Columns) => {
  const values = tree.naive(columns);
  return values.map((_, at) => {
    const last = values.slice(Math.max(0, at + 1 - period), at + 1);
    return last.length < period || last.some(Number.isNaN) ? Number.NaN : known(of(last));
  });
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Three values: 0, 1 and unknown. */
const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => truth(a < b, a, b),
  '<=': (a, b) => truth(a <= b, a, b),
  '>': (a, b) => truth(a > b, a, b),
  '>=': (a, b) => truth(a >= b, a, b),
  '==': (a, b) => truth(a === b, a, b),
  '!=': (a, b) => truth(a !== b, a, b),
  and: (a, b) => (a === 0 || b === 0 ? 0 : truth(true, a, b)),
  or: (a, b) => ([a, b].some((value) => value !== 0 && !Number.isNaN(value)) ? 1 : truth(false, a, b)),
};

const input = fc.constantFrom(...NAMES).map((name): Tree => ({ text: name, naive: (columns) => columns[name] }));
const number = fc
  .integer({ min: 0, max: 9 })
  .map((value): Tree => ({ text: String(value), naive: () => Array(LENGTH).fill(value) }));

const lag = (of: Tree, n: number): Tree => ({
  text: `lag(${of.text}, ${n})`,
  naive: (columns) => {
    const values = of.naive(columns);
    return values.map((_, at) => values[at - n] ?? Number.NaN);
  },
});
const crossover = (a: Tree, b: Tree): Tree => {
  const [before, than] = [lag(a, 1), lag(b, 1)];
  return {
    text: `crossover(${a.text}, ${b.text})`,
    naive: each([a, b, before, than], (x, y, x1, y1) => truth(x1 <= y1 && x > y, x, y, x1, y1)),
  };
};
/** A function of the language needs a series: a number times 1 is none, a number and a series is one. */
const series = (tree: Tree): Tree => ({
  text: `(${tree.text} + 0 * close)`,
  naive: each([tree, CLOSE], (a, b) => a + 0 * b),
});
const CLOSE: Tree = { text: 'close', naive: ({ close }) => close };

const { exact } = fc.letrec<{ exact: Tree }>((tie) => {
  const tree = tie('exact');
  const period = fc.integer({ min: 1, max: 5 });
  return {
    exact: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.oneof(input, number),
      fc.tuple(tree, fc.constantFrom(...Object.keys(BINARY)), tree).map(([a, sign, b]) => ({
        text: `(${a.text} ${sign} ${b.text})`,
        naive: each([a, b], BINARY[sign] as (a: number, b: number) => number),
      })),
      tree.map((of) => ({ text: `(-${of.text})`, naive: each([of], (value) => -value) })),
      tree.map((of) => ({ text: `(not ${of.text})`, naive: each([of], (value) => truth(value === 0, value)) })),
      tree.map((of) => ({ text: `sqrt(${of.text})`, naive: each([of], Math.sqrt) })),
      tree.map((of) => ({ text: `sign(${of.text})`, naive: each([of], Math.sign) })),
      fc
        .tuple(tree, tree)
        .map(([a, b]) => ({ text: `max(${a.text}, ${b.text})`, naive: each([a, b], (x, y) => Math.max(x, y)) })),
      fc.tuple(tree, period).map(([of, n]) => lag(series(of), n)),
      fc.tuple(tree, tree).map(([a, b]) => crossover(a, b)),
      fc.tuple(tree, period).map(([of, n]) => ({
        text: `highest(${series(of).text}, ${n})`,
        naive: window(series(of), n, (values) => Math.max(...values)),
      })),
    ),
  };
});

const average = (of: Tree, period: number): Tree => ({
  text: `ema(${of.text}, ${period})`,
  naive: (columns) => {
    const seed: number[] = [];
    let value = Number.NaN;
    return of.naive(columns).map((x) => {
      if (Number.isNaN(x)) return x;
      if (seed.length === period) value += ((x - value) * 2) / (period + 1);
      else if (seed.push(x) === period) value = mean(seed);
      return value;
    });
  },
});
const { smooth } = fc.letrec<{ smooth: Tree }>((tie) => {
  const tree = tie('smooth');
  const period = fc.integer({ min: 1, max: 8 });
  return {
    smooth: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      input,
      fc.tuple(tree, fc.constantFrom('+', '-'), tree).map(([a, sign, b]) => ({
        text: `(${a.text} ${sign} ${b.text})`,
        naive: each([a, b], BINARY[sign] as (a: number, b: number) => number),
      })),
      fc.tuple(number, tree).map(([a, b]) => ({ text: `${a.text} * ${b.text}`, naive: each([a, b], (x, y) => x * y) })),
      fc.tuple(tree, period).map(([of, n]) => ({ text: `sma(${of.text}, ${n})`, naive: window(of, n, mean) })),
      fc.tuple(tree, period).map(([of, n]) => average(of, n)),
      fc.tuple(tree, period).map(([of, n]) => ({
        text: `sum(${of.text}, ${n})`,
        naive: window(of, n, (values) => mean(values) * n),
      })),
    ),
  };
});

const values = fc.array(fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -3, max: 6 }) }, fc.constant(Number.NaN)), {
  minLength: LENGTH,
  maxLength: LENGTH,
});
const columns = fc.record({ open: values, high: values, low: values, close: values, volume: values });

function run(text: string, inputs: Columns, chunk: number): readonly number[] {
  const { plan, errors } = compile({ indicators: `x: ${text}` });
  assert.deepEqual(errors, []);
  const arrays = new Map(NAMES.map((name) => [INPUT[name.toUpperCase() as 'OPEN'], Float64Array.from(inputs[name])]));
  return [...(new SeriesRun(kernel, memory, plan, chunk).advance(arrays)[0] as Float64Array)];
}

describe('an expression, compiled and run', () => {
  it('gives what a naive evaluation gives: arithmetic, comparisons, logic of three values, the past', () => {
    property(exact, columns, fc.constantFrom(2, 8, 64), (tree, inputs, chunk) => {
      const naive = tree.naive(inputs);
      run(tree.text, inputs, chunk).forEach((value, at) => {
        const expected = naive[at] as number;
        assert.ok(
          value === expected || (Number.isNaN(value) && Number.isNaN(expected)),
          `${tree.text} at ${at}: ${value}, not ${expected}`,
        );
      });
    });
  });

  it('gives what a naive evaluation gives: averages in averages', () => {
    property(smooth, columns, fc.constantFrom(2, 8, 64), (tree, inputs, chunk) => {
      const naive = tree.naive(inputs);
      const scale = Math.max(1, ...naive.map((value) => Math.abs(value) || 0));
      run(tree.text, inputs, chunk).forEach((value, at) => {
        const expected = naive[at] as number;
        assert.equal(Number.isNaN(value), Number.isNaN(expected), `${tree.text} at ${at}`);
        if (!Number.isNaN(value)) assert.ok(Math.abs(value - expected) <= 1e-9 * scale, `${tree.text} at ${at}`);
      });
    });
  });
});

describe('a plan of any expressions', () => {
  const calls = [...CATALOG.values()].map(({ name, series: [first] }) =>
    first && first.otherwise === undefined ? `${name}(close, open)` : name,
  );
  const statement = fc.oneof(
    exact.map(({ text }) => text),
    smooth.map(({ text }) => text),
    fc.constantFrom(...calls),
    fc.constantFrom(...calls).map((inner) => `ema(${inner} + close, 3)`),
  );

  it('has steps that read only what stands before them, with what their operations need', () => {
    const operations = new Map<number, Operation>(Object.values(OPERATIONS).map((one: Operation) => [one.code, one]));
    property(fc.array(statement, { minLength: 1, maxLength: 5 }), (texts) => {
      const alerts = texts.map((when, id) => ({ when, id, hysteresis: id }));
      const { plan, outputs, errors, inputs, warmup } = compile({
        indicators: texts.map((text, index) => `n${index}: ${text}`).join(';'),
        alerts,
      });
      assert.deepEqual(errors, []);
      assert.equal(plan.outputs.length, outputs.length);
      assert.equal(plan.alerts.length, alerts.length);
      const read = new Set<number>();
      const check = (source: PlanSource, before: number) => {
        if ('constant' in source) return;
        if ('input' in source) return assert.ok(inputs.includes(source.input));
        assert.ok(source.step < before && source.output < (plan.steps[source.step]?.outputs ?? 0));
        read.add(source.step);
      };
      plan.steps.forEach((step, index) => {
        const operation = operations.get(step.operation) as Operation;
        const period = step.period ?? 0;
        for (const source of step.inputs) check(source, index);
        assert.equal(step.inputs.length, operation.inputs);
        assert.equal(step.outputs, operation.outputs);
        assert.deepEqual(step.reach, operation.reach?.(period) ?? step.inputs.map(() => 0));
        assert.equal(step.state, operation.state?.(period) ?? 0);
        assert.deepEqual(step.rings, operation.rings?.(period));
        assert.ok(step.table === undefined || step.table.length === period);
      });
      for (const source of plan.outputs) check(source, plan.steps.length);
      for (const { when, hold } of plan.alerts) for (const source of [when, hold]) check(source, plan.steps.length);
      assert.equal(read.size, plan.steps.length, 'a step that nobody reads');
      assert.equal(
        new Set(plan.steps.map((step) => JSON.stringify(step))).size,
        plan.steps.length,
        'the same step twice',
      );
      assert.ok(outputs.every((output) => output.warmup <= warmup && Number.isInteger(output.warmup)));
      structuredClone(plan);
    });
  });
});

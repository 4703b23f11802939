/**
 * A plan in a memory of its own, position by position: for what SeriesRun does not do, such as beginning at a high position in rings
 * full of old values, or going back to an earlier state.
 */
import assert from 'node:assert/strict';
import type { OPERATIONS } from '../../src/indicators/operations.js';
import { type IndicatorKernel, instantiateIndicators } from '../../src/kernels/indicators.js';
import { PLAN, SERIES } from '../../src/memory/layout.js';
import { type Plan, PlanPlace } from '../../src/memory/plan.js';
import { planOf, type StepSettings } from './run-step.js';

const ADDRESS = 64;
const memory = new WebAssembly.Memory({ initial: 1 });
const kernel: IndicatorKernel = await instantiateIndicators(memory);

export class StepRig {
  readonly #plan: Plan;
  readonly #first: number;

  /** Zero state; `stale` fills all rings. One rig at a time: they share a memory. */
  constructor(plan: Plan, { chunk = 64, first = 0, stale }: { chunk?: number; first?: number; stale?: number } = {}) {
    this.#plan = plan;
    this.#first = first;
    const place = new PlanPlace(plan, { chunk, slots: 2 });
    const missing = ADDRESS + place.bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
    new Uint8Array(memory.buffer).fill(0);
    place.write(memory.buffer, ADDRESS);
    if (stale === undefined) return;
    // series begin as NaN, and nothing else does but the constant that stands for an input that is not there
    const series = this.#words[(ADDRESS + PLAN.STATES) >> 2] as number;
    const end = (ADDRESS + place.bytes) >> 3;
    const values = new Float64Array(memory.buffer);
    for (let index = series >> 3; index < end; index++) if (Number.isNaN(values[index])) values[index] = stale;
  }

  put(inputs: readonly (readonly number[])[], from: number, to: number): void {
    inputs.forEach((values, input) => {
      const ring = this.#ring(ADDRESS + PLAN.INPUTS + input * SERIES.BYTES);
      if (!ring) return;
      for (let index = from; index < to; index++) ring[(this.#first + index) % ring.length] = values[index] as number;
    });
  }

  advance(from: number, to: number): void {
    kernel.advance(ADDRESS, this.#first + from, this.#first + to);
  }

  preview(from: number, to: number): void {
    kernel.preview(ADDRESS, this.#first + from, this.#first + to);
  }

  /** All outputs at one position. */
  read(index: number): number[] {
    const table = this.#words[(ADDRESS + PLAN.OUTPUTS) >> 2] as number;
    return this.#plan.outputs.map((_, output) => {
      const ring = this.#ring(table + output * SERIES.BYTES) ?? [Number.NaN];
      return ring[(this.#first + index) % ring.length] as number;
    });
  }

  get state(): Uint8Array {
    const [at, size] = [this.#words[(ADDRESS + PLAN.STATES) >> 2], this.#words[(ADDRESS + PLAN.STATE_SIZE) >> 2]];
    return new Uint8Array(memory.buffer, at, size);
  }

  get #words(): Uint32Array {
    return new Uint32Array(memory.buffer);
  }

  #ring(record: number): Float64Array | undefined {
    const address = this.#words[record >> 2] as number;
    const mask = this.#words[(record + SERIES.MASK) >> 2] as number;
    return address ? new Float64Array(memory.buffer, address, mask === 0 ? 1 : (mask + 1) >> 3) : undefined;
  }
}

/** A reference: outputs by position, from the whole inputs. Written as plainly as possible. */
export type Reference = (inputs: readonly (readonly number[])[], settings: StepSettings) => number[][];

/** How a result may differ from its reference: by so much, relative to the largest number around. 0: not at all. */
export const near = (actual: number, expected: number, tolerance: number, scale = Math.abs(expected)): boolean =>
  Object.is(actual + 0, expected + 0) ||
  (Number.isNaN(actual) && Number.isNaN(expected)) ||
  Math.abs(actual - expected) <= tolerance * Math.max(scale, Math.abs(expected));

const columnsOf = (rows: readonly (readonly number[])[], outputs: number) =>
  Array.from({ length: outputs }, (_, output) => rows.map((row) => row[output] as number));

/** Every position of the inputs, cut into calls of these lengths, which repeat. */
function runCut(
  rig: StepRig,
  inputs: readonly (readonly number[])[],
  cuts: readonly number[],
  previews: boolean,
): number[][] {
  const length = inputs[0]?.length ?? 0;
  const rows: number[][] = [];
  for (let from = 0, call = 0; from < length; call++) {
    const to = Math.min(length, from + (cuts[call % cuts.length] as number));
    rig.put(inputs, from, to);
    if (previews) {
      // another bar is forming at the last position first, then this one: the same as when it closes
      const other = inputs.map((values) => values.map((value, index) => (index === to - 1 ? 3 - 2 * value : value)));
      const before = rig.state.slice();
      rig.put(other, to - 1, to);
      rig.preview(from, to);
      rig.put(inputs, to - 1, to);
      rig.preview(from, to);
      const preview = rig.read(to - 1);
      assert.deepEqual(rig.state, before, 'a preview changed the committed state');
      rig.advance(from, to);
      assert.deepEqual(rig.read(to - 1), preview, 'the preview of the final bar is not what it committed');
    } else {
      rig.advance(from, to);
    }
    for (let index = from; index < to; index++) rows.push(rig.read(index));
    from = to;
  }
  return columnsOf(rows, rig.read(0).length);
}

/**
 * One operation over these inputs gives what the reference gives; and the same bits in calls of any length, at a high position
 * with rings full of old values, with previews in between, when a call is repeated, and when the position before the newest is
 * corrected.
 */
export function checkStep(
  name: keyof typeof OPERATIONS,
  inputs: readonly (readonly number[])[],
  settings: StepSettings,
  reference: Reference | undefined,
  { cuts = [1], first = 0, tolerance = 0 }: { cuts?: readonly number[]; first?: number; tolerance?: number } = {},
): void {
  const plan = planOf(name, settings);
  const length = inputs[0]?.length ?? 0;
  const whole = runCut(new StepRig(plan, { chunk: length }), inputs, [length], false);
  reference?.(inputs, settings).forEach((expected, output) => {
    const scale = Math.max(0, ...expected.filter(Number.isFinite).map(Math.abs));
    expected.forEach((value, index) => {
      const actual = whole[output]?.[index] as number;
      assert.ok(
        near(actual, value, tolerance, scale),
        `output ${output}, position ${index}: ${actual}, expected ${value}`,
      );
    });
  });
  for (const values of whole) for (const value of values) assert.ok(Math.abs(value) !== Infinity, 'an infinite value');

  assert.deepEqual(runCut(new StepRig(plan), inputs, cuts, false), whole, 'cut into calls');
  assert.deepEqual(
    runCut(new StepRig(plan, { first, stale: 1e9 }), inputs, cuts, false),
    whole,
    `from position ${first}`,
  );
  assert.deepEqual(runCut(new StepRig(plan, { first, stale: -7 }), inputs, cuts, true), whole, 'with previews');
  checkAgain(plan, inputs, cuts, whole);
}

/** Every call runs three times: over a position that will be corrected, then from the state before as a repeated drain does. */
function checkAgain(
  plan: Plan,
  inputs: readonly (readonly number[])[],
  cuts: readonly number[],
  whole: readonly (readonly number[])[],
): void {
  const rig = new StepRig(plan);
  const length = inputs[0]?.length ?? 0;
  const rows: number[][] = [];
  const wrong = inputs.map((values) => values.map((value) => 5 - value));
  for (let from = 0, call = 0; from < length; call++) {
    const to = Math.min(length, from + (cuts[call % cuts.length] as number));
    const before = rig.state.slice();
    rig.put(wrong, from, to);
    rig.advance(from, to);
    for (let times = 0; times < 2; times++) {
      rig.state.set(before);
      rig.put(inputs, from, to);
      rig.advance(from, to);
    }
    for (let index = from; index < to; index++) rows.push(rig.read(index));
    from = to;
  }
  assert.deepEqual(columnsOf(rows, whole.length), whole, 'repeated after a correction');
}

/** A single operation with its place in a memory of its own, at any position, and what must hold for every operation. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OPERATIONS } from '../../src/indicators/operations.js';
import { type IndicatorKernel, instantiateIndicators } from '../../src/kernels/indicators.js';
import { PLAN, STEP } from '../../src/memory/layout.js';
import { PlanPlace } from '../../src/memory/plan.js';
import { planOf, type StepSettings } from './run-step.js';

const ADDRESS = 64;
const INPUTS = [STEP.A, STEP.B, STEP.C, STEP.D];
const OUTPUTS = [STEP.OUT, STEP.OUT_2, STEP.OUT_3, STEP.OUT_4];

/** Columns by input; rows by position. */
export type Rows = readonly (readonly number[])[];

export class StepPlace {
  readonly #kernel: IndicatorKernel;
  readonly #memory: WebAssembly.Memory;
  readonly #outputs: number;
  readonly #step: number;
  readonly #rings: Float64Array;

  private constructor(kernel: IndicatorKernel, memory: WebAssembly.Memory, outputs: number, rings: number) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#outputs = outputs;
    this.#step = this.#word(ADDRESS + PLAN.STEPS);
    const length = rings && rings * ((this.#word(this.#step + STEP.RINGS_MASK) + 1) >> 3);
    this.#rings = new Float64Array(memory.buffer, this.#word(this.#step + STEP.RINGS), length);
  }

  /** With every ring full of what was there before, as after a restart. */
  static async of(name: keyof typeof OPERATIONS, settings: StepSettings, before: () => number): Promise<StepPlace> {
    const plan = planOf(name, settings);
    const layout = new PlanPlace(plan, { chunk: settings.chunk ?? 64, slots: 2 });
    const memory = new WebAssembly.Memory({ initial: Math.ceil((ADDRESS + layout.bytes) / 65_536) });
    layout.write(memory.buffer, ADDRESS);
    const [step] = plan.steps;
    const kernel = await instantiateIndicators(memory);
    const place = new StepPlace(kernel, memory, step?.outputs ?? 0, step?.rings?.count ?? 0);
    for (const at of [...INPUTS, ...OUTPUTS]) {
      if (place.#word(place.#step + at + 4)) place.#fill(place.#series(place.#step + at), before);
    }
    place.#fill(place.#rings, before);
    return place;
  }

  /** Computes positions from `position` on; one list per output. */
  advance(position: number, rows: Rows): number[][] {
    this.#put(position, rows);
    this.#kernel.advance(ADDRESS, position | 0, (position + rows.length) | 0);
    return this.#take(position, rows.length);
  }

  /** The same of one position, and keeps nothing: neither a state nor a byte of the private rings. */
  preview(position: number, rows: Rows): number[][] {
    this.#put(position, rows);
    const before = this.#rings.slice();
    this.#kernel.preview(ADDRESS, position | 0, (position + rows.length) | 0);
    assert.deepEqual(this.#rings, before, 'private rings after a preview');
    return this.#take(position, rows.length);
  }

  /** A copy of the state. */
  get state(): Uint8Array {
    return this.#state().slice();
  }
  set state(bytes: Uint8Array) {
    this.#state().set(bytes);
  }

  #state(): Uint8Array {
    return new Uint8Array(
      this.#memory.buffer,
      this.#word(ADDRESS + PLAN.STATES),
      this.#word(ADDRESS + PLAN.STATE_SIZE),
    );
  }

  #word(at: number): number {
    return new Uint32Array(this.#memory.buffer)[at >> 2] as number;
  }

  #series(record: number): Float64Array {
    return new Float64Array(this.#memory.buffer, this.#word(record), (this.#word(record + 4) + 8) >>> 3);
  }

  #fill(ring: Float64Array, before: () => number): void {
    for (let at = 0; at < ring.length; at++) ring[at] = before();
  }

  #put(position: number, rows: Rows): void {
    INPUTS.forEach((at, input) => {
      const ring = this.#series(this.#step + at);
      if (ring.length === 1) return;
      rows.forEach((row, index) => {
        ring[(position + index) % ring.length] = row[input] as number;
      });
    });
  }

  #take(position: number, length: number): number[][] {
    return OUTPUTS.slice(0, this.#outputs).map((at) => {
      const ring = this.#series(this.#step + at);
      return Array.from({ length }, (_, index) => ring[(position + index) % ring.length] as number);
    });
  }
}

/** How one run of the property goes. */
export interface Cut {
  /** Positions of the call. */
  readonly length: number;
  /** The first position is previewed before, with other values and with its own. */
  readonly preview: boolean;
  /** The call is made twice from the state before it, as after a drain that was cut short. */
  readonly repeat: boolean;
  /** The last position is computed with another value first, and again from the state before it. */
  readonly redo: boolean;
}

export const cuts: fc.Arbitrary<Cut> = fc.record({
  length: fc.integer({ min: 1, max: 16 }),
  preview: fc.boolean(),
  repeat: fc.boolean(),
  redo: fc.boolean(),
});

/** Positions near those where a count of bytes or of positions begins again. */
export const starts: fc.Arbitrary<number> = fc
  .tuple(fc.constantFrom(0, 1, 1000, 2 ** 29, 2 ** 31, 2 ** 32), fc.nat(300))
  .map(([start, back]) => Math.max(0, start - back));

/** Asserts that rows, cut into calls, previewed and computed twice from any position, give the bits of one call from 0. */
export async function assertAnyCut(
  name: keyof typeof OPERATIONS,
  settings: StepSettings,
  rows: Rows,
  start: number,
  plan: readonly Cut[],
  stale: readonly number[],
): Promise<void> {
  const whole = await StepPlace.of(
    name,
    { ...settings, chunk: 2 ** Math.ceil(Math.log2(rows.length + 1)) },
    () => Number.NaN,
  );
  const expected = whole.advance(0, rows);
  let next = 0;
  const place = await StepPlace.of(name, { ...settings, chunk: 16 }, () => stale[next++ % stale.length] as number);
  const other = (row: readonly number[]) => row.map((value) => (Number.isNaN(value) ? 7 : value * 3 + 1));
  const check = (results: number[][], from: number, what: string) => {
    results.forEach((values, output) => {
      values.forEach((value, index) => {
        const right = expected[output]?.[from + index];
        assert.ok(Object.is(value, right), `${what}: output ${output} at ${from + index} is ${value}, not ${right}`);
      });
    });
  };
  let at = 0;
  for (let turn = 0; at < rows.length; turn++) {
    const { length, preview, repeat, redo } = plan[turn % plan.length] as Cut;
    const position = (start + at) % 2 ** 32;
    if (preview) {
      const state = place.state;
      const row = rows[at] as readonly number[];
      place.preview(position, [other(row)]);
      check(place.preview(position, [row]), at, 'previewed');
      assert.deepEqual(place.state, state, 'a preview changed the state');
    }
    const part = rows.slice(at, at + length);
    const body = redo ? part.slice(0, -1) : part;
    if (body.length > 0) {
      const state = place.state;
      check(place.advance(position, body), at, 'computed');
      if (repeat) {
        place.state = state;
        check(place.advance(position, body), at, 'repeated');
      }
    }
    if (redo) {
      const last = (position + body.length) % 2 ** 32;
      const state = place.state;
      place.advance(last, [other(part.at(-1) as readonly number[])]);
      place.state = state;
      check(place.advance(last, part.slice(-1)), at + body.length, 'computed again');
    }
    at += part.length;
  }
}

/** Values like prices: small steps, jumps, repeats, zero and below, unknown ones. */
export const value: fc.Arbitrary<number> = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: 90, max: 110, noNaN: true }) },
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, -0, 1e15, -1e-9, 1e6) },
);

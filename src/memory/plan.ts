import { ALERT, INPUT, PLAN, SERIES, STEP } from './layout.js';

/** Where a step, an output or an alert reads: an input series, a constant, or another step's output. */
export type PlanSource =
  | { readonly input: number }
  | { readonly constant: number }
  | { readonly step: number; readonly output: number };

/** One operation with its inputs and what it needs room for. */
export interface PlanStep {
  /** OPERATION. */
  readonly operation: number;
  /** Up to four. */
  readonly inputs: readonly PlanSource[];
  /** How many positions before the newest it reads of each input. */
  readonly reach: readonly number[];
  /** How many series it writes, 1 to 4. */
  readonly outputs: number;
  readonly period?: number;
  /** STEP.P and STEP.Q. */
  readonly numbers?: readonly number[];
  /** Constants that the operation reads at STEP.TABLE. */
  readonly table?: readonly number[];
  /** Bytes of state, all zero at the beginning. */
  readonly state: number;
  /** Private rings: how many, and how many positions before the newest they are read. */
  readonly rings?: { readonly count: number; readonly reach: number };
}

export interface PlanAlert {
  readonly when: PlanSource;
  readonly hold: PlanSource;
  /** A number by which the alert is known in another plan of the same widget. */
  readonly id: number;
  readonly once: boolean;
}

/** A compiled plan before it has a place in memory: plain values, fit for structuredClone. */
export interface Plan {
  /** Steps in the order in which they run; a step reads only outputs of steps before it. */
  readonly steps: readonly PlanStep[];
  /** What is published, in the order of the slot's outputs. */
  readonly outputs: readonly PlanSource[];
  readonly alerts: readonly PlanAlert[];
}

export const EMPTY_PLAN: Plan = { steps: [], outputs: [], alerts: [] };

export interface PlanRoom {
  /** Positions that one run may cover, a power of two. */
  readonly chunk: number;
  /** State slots: STATE_SLOTS.COUNT in a lane, 1 for arrays. */
  readonly slots: number;
  /** Input series that are kept whether or not a step reads them, by INPUT, with the positions to keep. */
  readonly keep?: ReadonlyMap<number, number>;
  /** Input series that are another one, by INPUT: a tick's high is its price. */
  readonly same?: ReadonlyMap<number, number>;
}

const align8 = (bytes: number) => (bytes + 7) & ~7;
const align64 = (bytes: number) => Math.ceil(bytes / 64) * 64;
const powerOfTwo = (atLeast: number) => 2 ** Math.ceil(Math.log2(atLeast));

interface Ring {
  readonly at: number;
  readonly mask: number;
}

/** Bytes that a plan takes, and where in them everything stands. Offsets are relative to the plan's address. */
export class PlanPlace {
  /** Bytes in all, a multiple of 64. */
  readonly bytes: number;
  readonly #plan: Plan;
  readonly #room: PlanRoom;
  readonly #stepsAt: number;
  readonly #outputsAt: number;
  readonly #alertsAt: number;
  readonly #statesAt: number;
  readonly #stateSize: number;
  readonly #states: readonly number[];
  readonly #constants = new Map<number, number>();
  readonly #tables: readonly number[];
  /** Outputs that nobody reads go here. */
  readonly #sink: Ring;
  readonly #inputs = new Map<number, Ring>();
  readonly #rings: readonly (readonly Ring[])[];
  readonly #private: readonly Ring[];
  /** Bytes that are NaN at the beginning: from here to the end. */
  readonly #seriesAt: number;

  constructor(plan: Plan, room: PlanRoom) {
    this.#plan = plan;
    this.#room = room;
    let end: number = PLAN.BYTES;
    const place = (bytes: number) => {
      const at = end;
      end += align8(bytes);
      return at;
    };
    const ring = (reach: number, count = 1): Ring => {
      // two more: a corrected bar before the newest is computed again
      const bytes = 8 * powerOfTwo(reach + room.chunk + 2);
      return { at: place(bytes * count), mask: bytes - 1 };
    };

    // how far back each series is read
    const kept = new Map(room.keep);
    const outputs = plan.steps.map((step) => new Array<number>(step.outputs).fill(-1));
    const read = (source: PlanSource, reach: number) => {
      if ('constant' in source) this.#constants.set(source.constant, 0);
      else if ('input' in source) {
        const input = room.same?.get(source.input) ?? source.input;
        kept.set(input, Math.max(kept.get(input) ?? 0, reach));
      } else {
        const reaches = outputs[source.step] as number[];
        reaches[source.output] = Math.max(reaches[source.output] as number, reach);
      }
    };
    for (const { inputs, reach } of plan.steps) {
      for (const [index, source] of inputs.entries()) read(source, reach[index] ?? 0);
    }
    for (const source of plan.outputs) read(source, 1);
    for (const alert of plan.alerts) for (const source of [alert.when, alert.hold]) read(source, 1);
    // what an operation reads where it has no input
    this.#constants.set(Number.NaN, 0);

    this.#stepsAt = place(plan.steps.length * STEP.BYTES);
    this.#outputsAt = place(plan.outputs.length * SERIES.BYTES);
    this.#alertsAt = place(plan.alerts.length * ALERT.BYTES);
    // twice, for operations that take two positions at once
    for (const value of this.#constants.keys()) this.#constants.set(value, place(16));
    this.#sink = { at: place(16), mask: 0 };
    this.#tables = plan.steps.map((step) => place(8 * (step.table?.length ?? 0)));
    let size = 0;
    this.#states = plan.steps.map((step) => {
      const at = size;
      size += align8(step.state);
      return at;
    });
    this.#stateSize = size;
    end = align64(end);
    this.#statesAt = place(size * room.slots);
    end = align64(end);
    this.#seriesAt = end;
    for (const [input, reach] of kept) this.#inputs.set(input, ring(reach));
    this.#rings = outputs.map((reaches) => reaches.map((reach) => (reach < 0 ? this.#sink : ring(reach))));
    this.#private = plan.steps.map((step) =>
      step.rings ? ring(step.rings.reach, step.rings.count) : { at: 0, mask: 0 },
    );
    this.bytes = align64(end);
  }

  /** Writes the plan to zeroed memory at `address`, a multiple of 64. */
  write(memory: ArrayBufferLike, address: number): void {
    const plan = this.#plan;
    const u32 = new Uint32Array(memory, address, this.bytes >> 2);
    const f64 = new Float64Array(memory, address, this.bytes >> 3);
    const word = (at: number, value: number) => {
      u32[at >> 2] = value;
    };
    const series = (at: number, ring: Ring) => {
      word(at + SERIES.ADDRESS, address + ring.at);
      word(at + SERIES.MASK, ring.mask);
    };
    const nowhere: Ring = { at: this.#constants.get(Number.NaN) as number, mask: 0 };
    const resolve = (source: PlanSource): Ring => {
      if ('constant' in source) return { at: this.#constants.get(source.constant) as number, mask: 0 };
      if ('input' in source) return this.#inputs.get(this.#room.same?.get(source.input) ?? source.input) as Ring;
      return this.#rings[source.step]?.[source.output] as Ring;
    };

    word(PLAN.STEPS, address + this.#stepsAt);
    word(PLAN.COUNT, plan.steps.length);
    word(PLAN.STATES, address + this.#statesAt);
    word(PLAN.STATE_SIZE, this.#stateSize);
    word(PLAN.CHUNK, this.#room.chunk);
    word(PLAN.OUTPUTS, address + this.#outputsAt);
    word(PLAN.OUTPUT_COUNT, plan.outputs.length);
    word(PLAN.ALERTS, address + this.#alertsAt);
    word(PLAN.ALERT_COUNT, plan.alerts.length);
    word(PLAN.EXTRAS, Number([...this.#inputs.keys()].some((input) => input !== INPUT.CLOSE)));
    for (let input = 0; input < INPUT.COUNT; input++) {
      const ring = this.#inputs.get(this.#room.same?.get(input) ?? input);
      if (ring) series(PLAN.INPUTS + input * SERIES.BYTES, ring);
    }
    f64.fill(Number.NaN, this.#seriesAt >> 3);
    for (const [value, at] of this.#constants) f64.fill(value, at >> 3, (at >> 3) + 2);
    plan.steps.forEach((step, index) => {
      const at = this.#stepsAt + index * STEP.BYTES;
      const rings = this.#private[index] as Ring;
      word(at + STEP.OPERATION, step.operation);
      word(at + STEP.PERIOD, step.period ?? 0);
      word(at + STEP.STATE, this.#states[index] as number);
      word(at + STEP.TABLE, address + (this.#tables[index] as number));
      word(at + STEP.RINGS, address + rings.at);
      word(at + STEP.RINGS_MASK, rings.mask);
      for (let input = 0; input < 4; input++) {
        const source = step.inputs[input];
        series(at + STEP.A + input * SERIES.BYTES, source ? resolve(source) : nowhere);
      }
      for (let output = 0; output < 4; output++) {
        series(at + STEP.OUT + output * SERIES.BYTES, this.#rings[index]?.[output] ?? this.#sink);
      }
      f64[(at + STEP.P) >> 3] = step.numbers?.[0] ?? 0;
      f64[(at + STEP.Q) >> 3] = step.numbers?.[1] ?? 0;
      f64.set(step.table ?? [], (this.#tables[index] as number) >> 3);
    });
    plan.outputs.forEach((source, index) => {
      series(this.#outputsAt + index * SERIES.BYTES, resolve(source));
    });
    plan.alerts.forEach((alert, index) => {
      const at = this.#alertsAt + index * ALERT.BYTES;
      series(at + ALERT.WHEN, resolve(alert.when));
      series(at + ALERT.HOLD, resolve(alert.hold));
      word(at + ALERT.ID, alert.id);
      word(at + ALERT.ONCE, Number(alert.once));
    });
  }
}

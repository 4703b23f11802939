import type { IndicatorKernel } from '../kernels/indicator-instance.js';
import { INPUT, PLAN, SERIES } from '../memory/layout.js';
import { type Plan, PlanPlace } from '../memory/plan.js';

/** Where the plan stands unless it is told: address 0 is nobody's. */
const ADDRESS = 64;
/** State slots: what is committed, and one for previews. */
export const SLOTS = 2;
const PAGE = 65_536;

/** Input series by INPUT, all equally long. */
export type Columns = ReadonlyMap<number, Float64Array>;

/** A ring of values: where it begins, as an index of f64, and its length minus one. Length 1: a constant. */
interface Ring {
  readonly at: number;
  readonly mask: number;
}

/**
 * One plan over one history, with its own place in a memory that is not shared. Many runs live in one memory; whoever makes them gives
 * each an address. The results do not depend on how the history is cut into calls.
 */
export class SeriesRun {
  /** Positions that one call into the kernel covers: few calls, and what they touch stays in the processor's nearer caches. */
  static readonly CHUNK = 2048;

  readonly #kernel: IndicatorKernel;
  readonly #memory: WebAssembly.Memory;
  readonly #address: number;
  readonly #chunk: number;
  readonly #inputs: readonly (Ring | undefined)[];
  readonly #outputs: readonly Ring[];
  #f64: Float64Array;
  /** Parts of each output's ring, a chunk each, so that copying out makes no views. */
  #parts: (readonly Float64Array[])[] = [];
  #position = 0;
  /** The position computed last. */
  #shown = -1;

  /** `chunk` is a power of two. Grows the memory where the plan does not fit. */
  constructor(
    kernel: IndicatorKernel,
    memory: WebAssembly.Memory,
    plan: Plan,
    chunk = SeriesRun.CHUNK,
    address = ADDRESS,
  ) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#address = address;
    this.#chunk = chunk;
    const place = new PlanPlace(plan, { chunk, slots: SLOTS });
    const missing = address + place.bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(memory.buffer).fill(0, address, address + place.bytes);
    place.write(memory.buffer, address);
    this.#f64 = new Float64Array(memory.buffer);
    this.#inputs = Array.from({ length: INPUT.COUNT }, (_, input) => {
      const ring = this.#ring(address + PLAN.INPUTS + input * SERIES.BYTES);
      return ring.at ? ring : undefined;
    });
    const table = new Uint32Array(memory.buffer)[(address + PLAN.OUTPUTS) >> 2] as number;
    this.#outputs = plan.outputs.map((_, index) => this.#ring(table + index * SERIES.BYTES));
  }

  /** Bars committed since the beginning. */
  get position(): number {
    return this.#position;
  }

  /** Goes back to the beginning: what was before is forgotten. */
  reset(): void {
    const u32 = new Uint32Array(this.#memory.buffer, this.#address, PLAN.BYTES >> 2);
    const states = u32[PLAN.STATES >> 2] as number;
    new Uint8Array(this.#memory.buffer).fill(0, states, states + (u32[PLAN.STATE_SIZE >> 2] as number));
    this.#position = 0;
    this.#shown = -1;
  }

  /**
   * Appends history and computes it: one array per output, as long as the columns. `into` takes the results where it is given.
   * `length` is that of the columns, or how many positions there are where a plan reads none.
   */
  advance(
    columns: Columns,
    into?: readonly Float64Array[],
    length = columns.values().next().value?.length ?? 0,
  ): readonly Float64Array[] {
    const results = into ?? this.#outputs.map(() => new Float64Array(length));
    this.#each(columns, length, results);
    return results;
  }

  /** The same, for its effect alone: what the outputs were is not read. */
  skip(columns: Columns, length: number): void {
    this.#each(columns, length);
  }

  /** What the next position would give, with these values: nothing is kept. One number per output. */
  preview(columns: Columns): number[] {
    for (const [input, column] of columns) this.put(input, column[0] as number);
    this.form();
    return this.#outputs.map((_, index) => this.value(index));
  }

  /** Says what an input is at the next position. Every input that the plan reads needs a value before `commit` or `form`. */
  put(input: number, value: number): void {
    const ring = this.#inputs[input];
    if (!ring) return;
    // what is infinite is unknown
    this.#current()[ring.at + (this.#position & ring.mask)] = value + 0 * value;
  }

  /** Computes the next position and keeps it. */
  commit(): void {
    this.#shown = this.#position++;
    this.#kernel.advance(this.#address, this.#shown, this.#position);
  }

  /** Computes the next position as if it ended here, and keeps nothing. */
  form(): void {
    this.#shown = this.#position;
    this.#kernel.preview(this.#address, this.#shown, this.#shown + 1);
  }

  /** An output at the position computed last; NaN before the first. */
  value(output: number): number {
    const ring = this.#outputs[output];
    if (!ring || this.#shown < 0) return Number.NaN;
    return this.#current()[ring.at + (this.#shown & ring.mask)] as number;
  }

  #each(columns: Columns, length: number, results?: readonly Float64Array[]): void {
    for (let done = 0; done < length; done += this.#chunk) {
      const end = Math.min(length, done + this.#chunk);
      const from = this.#position;
      for (const [input, column] of columns) this.#fill(input, column, done, end);
      this.#position += end - done;
      this.#shown = this.#position - 1;
      this.#kernel.advance(this.#address, from, this.#position);
      if (results) this.#read(results, done, end, from);
    }
  }

  #fill(input: number, column: Float64Array, start: number, end: number): void {
    if (input >= INPUT.COUNT) throw new RangeError(`there is no input ${input}`);
    const ring = this.#inputs[input];
    if (!ring) return;
    const at = this.#position & ring.mask;
    const head = Math.min(end - start, ring.mask + 1 - at);
    this.#copyIn(column, start, start + head, ring.at + at);
    if (start + head < end) this.#copyIn(column, start + head, end, ring.at);
  }

  #copyIn(column: Float64Array, start: number, end: number, at: number): void {
    const whole = start === 0 && end === column.length;
    this.#current().set(whole ? column : column.subarray(start, end), at);
    this.#kernel.clean(at * 8, (at + end - start) * 8);
  }

  #read(results: readonly Float64Array[], start: number, end: number, from: number): void {
    const f64 = this.#current();
    for (let output = 0; output < this.#outputs.length; output++) {
      const { at, mask } = this.#outputs[output] as Ring;
      const result = results[output] as Float64Array;
      const first = from & mask;
      if (mask === 0) {
        result.fill(f64[at] as number, start, end);
      } else if (end - start === this.#chunk && first % this.#chunk === 0) {
        result.set(this.#part(output, first / this.#chunk), start);
      } else {
        const head = Math.min(end - start, mask + 1 - first);
        result.set(f64.subarray(at + first, at + first + head), start);
        result.set(f64.subarray(at, at + end - start - head), start + head);
      }
    }
  }

  /** A part of an output's ring. */
  #part(output: number, index: number): Float64Array {
    const chunk = this.#chunk;
    let parts = this.#parts[output];
    if (!parts) {
      const { at, mask } = this.#outputs[output] as Ring;
      parts = Array.from({ length: (mask + 1) / chunk }, (_, i) =>
        this.#f64.subarray(at + i * chunk, at + (i + 1) * chunk),
      );
      this.#parts[output] = parts;
    }
    return parts[index] as Float64Array;
  }

  /** The memory's values. Growth, on behalf of whichever run, empties the views of before. */
  #current(): Float64Array {
    if (this.#f64.length === 0) {
      this.#f64 = new Float64Array(this.#memory.buffer);
      this.#parts = [];
    }
    return this.#f64;
  }

  #ring(record: number): Ring {
    const u32 = new Uint32Array(this.#memory.buffer);
    const address = u32[(record + SERIES.ADDRESS) >> 2] as number;
    return { at: address / 8, mask: (((u32[(record + SERIES.MASK) >> 2] as number) + 8) >>> 3 || 1) - 1 };
  }
}

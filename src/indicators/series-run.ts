import type { IndicatorKernel } from '../kernels/indicators.js';
import { INPUT, PLAN, SERIES } from '../memory/layout.js';
import { type Plan, PlanPlace } from '../memory/plan.js';

/** Positions that one call into the kernel covers: what they touch stays in the processor's first caches. */
const CHUNK = 1024;
/** Where the plan stands: address 0 is nobody's. */
const ADDRESS = 64;

/** Input series by INPUT, all equally long. */
export type Columns = ReadonlyMap<number, Float64Array>;

/** One plan over one history, with its own place in a memory that is not shared. */
export class SeriesRun {
  readonly #kernel: IndicatorKernel;
  readonly #memory: WebAssembly.Memory;
  readonly #outputs: number;
  readonly #chunk: number;
  #position = 0;

  /** Positions are counted from the first `advance`. */
  constructor(kernel: IndicatorKernel, memory: WebAssembly.Memory, plan: Plan, chunk = CHUNK) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#outputs = plan.outputs.length;
    this.#chunk = chunk;
    const place = new PlanPlace(plan, { chunk, slots: 2 });
    const missing = ADDRESS + place.bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
    new Uint8Array(memory.buffer).fill(0, ADDRESS, ADDRESS + place.bytes);
    place.write(memory.buffer, ADDRESS);
  }

  /** Appends history and computes it; one array per output, as long as the columns. */
  advance(columns: Columns): Float64Array[] {
    const length = columns.values().next().value?.length ?? 0;
    const results = Array.from({ length: this.#outputs }, () => new Float64Array(length));
    for (let done = 0; done < length; done += this.#chunk) {
      const end = Math.min(length, done + this.#chunk);
      const from = this.#position;
      this.#position += end - done;
      this.#fill(columns, done, end, from);
      this.#kernel.advance(ADDRESS, from, this.#position);
      this.#read(results, done, end, from);
    }
    return results;
  }

  /** What the next position would give, with these values: nothing is kept. One number per output. */
  preview(columns: Columns): number[] {
    this.#fill(columns, 0, 1, this.#position);
    this.#kernel.preview(ADDRESS, this.#position, this.#position + 1);
    const results = Array.from({ length: this.#outputs }, () => new Float64Array(1));
    this.#read(results, 0, 1, this.#position);
    return results.map((result) => result[0] as number);
  }

  #fill(columns: Columns, start: number, end: number, from: number): void {
    for (const [input, column] of columns) {
      if (input >= INPUT.COUNT) throw new RangeError(`there is no input ${input}`);
      const { ring, at } = this.#ring(ADDRESS + PLAN.INPUTS + input * SERIES.BYTES, from);
      if (!ring) continue;
      const head = Math.min(end - start, ring.length - at);
      ring.set(column.subarray(start, start + head), at);
      ring.set(column.subarray(start + head, end), 0);
    }
  }

  #read(results: readonly Float64Array[], start: number, end: number, from: number): void {
    const table = new Uint32Array(this.#memory.buffer)[(ADDRESS + PLAN.OUTPUTS) >> 2] as number;
    results.forEach((result, index) => {
      const { ring, at } = this.#ring(table + index * SERIES.BYTES, from);
      if (!ring) return;
      if (ring.length === 1) {
        result.fill(ring[0] as number, start, end);
        return;
      }
      const head = Math.min(end - start, ring.length - at);
      result.set(ring.subarray(at, at + head), start);
      result.set(ring.subarray(0, end - start - head), start + head);
    });
  }

  /** A series, by the place of its SERIES record, and where in it a position stands; no ring where it has no place. */
  #ring(record: number, position: number): { readonly ring?: Float64Array; readonly at: number } {
    const u32 = new Uint32Array(this.#memory.buffer);
    const address = u32[(record + SERIES.ADDRESS) >> 2] as number;
    if (!address) return { at: 0 };
    const length = ((u32[(record + SERIES.MASK) >> 2] as number) + 8) >>> 3;
    return { ring: new Float64Array(this.#memory.buffer, address, length || 1), at: position & (length - 1) };
  }
}

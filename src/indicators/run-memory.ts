import type { IndicatorKernel } from '../kernels/indicator-instance.js';
import { type Plan, PlanPlace } from '../memory/plan.js';
import { SeriesRun, SLOTS } from './series-run.js';

/** Addresses stay within 31 bits, which every shift and mask takes for a number that is not negative. */
const LIMIT = 2 ** 31;

interface Gap {
  at: number;
  bytes: number;
}

interface Place {
  readonly at: number;
  readonly bytes: number;
}

/**
 * One memory for every run of a thread: a memory for each would end at about 120 in a browser. Places are given back by `end`, or
 * when nobody holds the run any more.
 */
export class RunMemory {
  readonly #kernel: IndicatorKernel;
  readonly #memory: WebAssembly.Memory;
  /** Free places in the order of their addresses; two never touch. */
  readonly #gaps: Gap[] = [];
  readonly #places = new WeakMap<SeriesRun, Place>();
  readonly #forgotten = new FinalizationRegistry((place: Place) => this.#give(place));
  /** Everything from here on is free. */
  #end = 64;

  constructor(kernel: IndicatorKernel, memory: WebAssembly.Memory) {
    this.#kernel = kernel;
    this.#memory = memory;
  }

  /** Bytes of the memory; it never shrinks. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Bytes of a run's place; 0 where it was given back. */
  bytesOf(run: SeriesRun): number {
    return this.#places.get(run)?.bytes ?? 0;
  }

  /** Makes room for a plan. Throws a RangeError where there is none left. */
  begin(plan: Plan, chunk?: number): SeriesRun {
    const { bytes } = new PlanPlace(plan, { chunk: chunk ?? SeriesRun.CHUNK, slots: SLOTS });
    const at = this.#take(bytes);
    const place = { at, bytes };
    let run: SeriesRun;
    try {
      run = new SeriesRun(this.#kernel, this.#memory, plan, chunk, at);
    } catch (error) {
      this.#give(place);
      throw new RangeError(`no memory for a plan of ${bytes} bytes`, { cause: error });
    }
    this.#places.set(run, place);
    this.#forgotten.register(run, place, run);
    return run;
  }

  /** Gives a run's place to others. It must not be used any more; a second time changes nothing. */
  end(run: SeriesRun): void {
    const place = this.#places.get(run);
    if (!place) return;
    this.#places.delete(run);
    this.#forgotten.unregister(run);
    this.#give(place);
  }

  #take(bytes: number): number {
    const index = this.#gaps.findIndex((gap) => gap.bytes >= bytes);
    const gap = this.#gaps[index];
    if (gap) {
      const { at } = gap;
      gap.at += bytes;
      gap.bytes -= bytes;
      if (gap.bytes === 0) this.#gaps.splice(index, 1);
      return at;
    }
    const at = this.#end;
    if (at + bytes > LIMIT) throw new RangeError(`no memory for a plan of ${bytes} bytes`);
    this.#end += bytes;
    return at;
  }

  #give({ at, bytes }: Place): void {
    const next = this.#gaps.findIndex((gap) => gap.at > at);
    const index = next < 0 ? this.#gaps.length : next;
    const before = this.#gaps[index - 1];
    const after = this.#gaps[index];
    const joins = before && before.at + before.bytes === at;
    const gap = joins ? before : { at, bytes };
    if (joins) before.bytes += bytes;
    else this.#gaps.splice(index, 0, gap);
    if (after && gap.at + gap.bytes === after.at) {
      gap.bytes += after.bytes;
      this.#gaps.splice(this.#gaps.indexOf(after), 1);
    }
    if (gap.at + gap.bytes === this.#end) {
      this.#end = gap.at;
      this.#gaps.splice(this.#gaps.indexOf(gap), 1);
    }
  }
}

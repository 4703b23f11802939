import type { Lane } from './lane.js';
import { LANE, PAGE, PLAN, SLOT } from './layout.js';
import type { PageMemory } from './page-memory.js';
import { readVersioned } from './versioned.js';

const COUNTS = [SLOT.SIGNALS, SLOT.BARS_FROM, SLOT.BARS_TO, SLOT.OPENED, SLOT.TRAIL_FROM, SLOT.TRAIL_TO];

/**
 * Reads what a lane's kernel published. Main thread. Words are read as 32-bit atomics under the slot's version: plain
 * reads could legally drift past the second look at the version, and tear.
 */
export class SlotReader {
  /** The last publication that was read, as 64-bit floats from SLOT.VALUES on. */
  readonly values: Float64Array;
  /** The same bytes as 32-bit words. */
  readonly words: Uint32Array;
  readonly #memory: PageMemory;
  readonly #version: number;
  #scratch: Int32Array | undefined;
  readonly #copy: Int32Array;
  readonly #trail: number;
  readonly #trailMask: number;
  /** Points of the trail that no pass of a drain in progress writes over. */
  readonly #stays: number;
  #seen = 0;

  constructor(memory: PageMemory, lane: Lane) {
    this.#memory = memory;
    this.#version = (lane.slot + SLOT.VERSION) >> 2;
    const { i32 } = memory;
    const header = (offset: number) => i32[(lane.address + offset) >> 2] as number;
    const bytes = header(LANE.VALUES_SIZE);
    const copy = new ArrayBuffer(bytes);
    this.values = new Float64Array(copy).fill(Number.NaN);
    this.words = new Uint32Array(copy);
    this.#copy = new Int32Array(copy);
    this.#trail = header(LANE.TRAIL);
    this.#trailMask = header(LANE.TRAIL_MASK);
    this.#stays = ((this.#trailMask + 1) >> 3) - (i32[(header(LANE.PLAN) + PLAN.CHUNK) >> 2] as number);
    for (const count of COUNTS) this.words[(count - SLOT.VALUES) >> 2] = 0;
  }

  /** Whether there is a publication that has not been read. */
  get changed(): boolean {
    return Atomics.load(this.#memory.i32, this.#version) >>> 0 !== this.#seen;
  }

  /** The version last read: twice the number of publications. */
  get version(): number {
    return this.#seen;
  }

  /** Copies the slot into `values`; false while a publication is in progress: the last copy stays, try again next frame. */
  read(): boolean {
    const { i32, shared, readSlot } = this.#memory;
    const { values } = this;
    if (!shared) {
      // this thread alone writes there
      this.#copyFrom((this.#version >> 1) + 1);
      this.#seen = (i32[this.#version] as number) >>> 0;
      return true;
    }
    if (readSlot && values.byteLength <= PAGE.SCRATCH_BYTES) {
      const version = readSlot(this.#version << 2, values.byteLength, PAGE.SCRATCH);
      if (version === -1) return false;
      this.#copyFrom(PAGE.SCRATCH >> 3);
      this.#seen = version >>> 0;
      return true;
    }
    // until there is a kernel to read with, and for slots that are too long for it
    this.#scratch ??= new Int32Array(this.#copy.length);
    const version = readVersioned(i32, this.#version, this.#scratch);
    if (version < 0) return false;
    this.#copy.set(this.#scratch);
    this.#seen = version;
    return true;
  }

  #copyFrom(at: number): void {
    const { f64 } = this.#memory;
    const { values } = this;
    for (let index = 0; index < values.length; index++) values[index] = f64[at + index] as number;
  }

  /**
   * Copies the newest points of the trail, oldest first, as of the last `read`; how many. Points before the last are
   * written once and stay for some passes of a drain; -1 where the kernel ran so far ahead meanwhile that it may have
   * written over one of them: try again after the next `read`.
   */
  readTrail(into: Float64Array): number {
    const to = this.words[(SLOT.TRAIL_TO - SLOT.VALUES) >> 2] as number;
    const from = this.words[(SLOT.TRAIL_FROM - SLOT.VALUES) >> 2] as number;
    const count = Math.min(into.length, (to - from) >>> 0);
    const { f64, i32 } = this.#memory;
    for (let index = 0; index < count; index++) {
      into[index] = f64[(this.#trail + (((to - count + index) << 3) & this.#trailMask)) >> 3] as number;
    }
    const now = Atomics.load(i32, this.#version + (SLOT.TRAIL_TO >> 2));
    return count + ((now - to) >>> 0) > this.#stays ? -1 : count;
  }
}

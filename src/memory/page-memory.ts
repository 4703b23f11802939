import { PAGE } from './layout.js';

/** The address of a lane's header, a multiple of 64. */
export type LaneAddress = number & { readonly lane?: never };

const WASM_PAGE = 65_536;
const ALIGNMENT = 64;
/** Pages the memory starts with: iOS refuses a large start, and a page with one widget needs no more. */
const INITIAL_PAGES = 16;
/** Pages of growth at a time, at least: growing costs every thread new views. */
const GROWTH_PAGES = 32;
/** 2 GB: every address is a signed 32-bit number, as shifts have them. */
const MAXIMUM_PAGES = 32_768;

/** Tries ever smaller maximums: some devices refuse to reserve 2 GB of addresses. */
function createMemory(shared: boolean): WebAssembly.Memory {
  for (let maximum = MAXIMUM_PAGES; ; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared });
    } catch (error) {
      if (maximum <= INITIAL_PAGES) throw error;
    }
  }
}

/** One block of the heap. */
interface Block {
  address: number;
  bytes: number;
}

/**
 * The page's one memory: hands out blocks of it and takes them back. First fit, neighbours joined at once, so that any
 * order of freeing ends in one block. Main thread only; other threads get addresses, never this.
 */
export class PageMemory {
  readonly memory: WebAssembly.Memory;
  /** Whether other threads may have it. */
  readonly shared: boolean;
  /** Free blocks by address, never two that touch. */
  readonly #free: Block[];
  readonly #taken = new Map<number, number>();
  #used = 0;
  /** From here on nothing was ever handed out: it is zero, and costs nothing until it is touched. */
  #fresh: number = PAGE.HEAP;
  #i32!: Int32Array;
  #f64!: Float64Array;
  #byteLength = 0;
  /**
   * Copies the `bytes` behind a slot's version to an address of this memory; the version, or -1 while it is being written. A kernel's, once there
   * is one: JavaScript boxes every other word that it loads as an atomic, which is garbage for a thousand slots in each frame.
   */
  readSlot: ((slot: number, bytes: number, into: number) => number) | undefined;

  constructor({ shared = true } = {}) {
    this.shared = shared;
    this.memory = createMemory(shared);
    this.#renew();
    this.#free = [{ address: PAGE.HEAP, bytes: this.byteLength - PAGE.HEAP }];
  }

  /** Bytes of the memory now: what travels with each address to another thread, which renews its views up to there. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Bytes handed out and not freed. */
  get used(): number {
    return this.#used;
  }

  /** Pieces that the free memory is in: 1 when nothing is handed out. */
  get pieces(): number {
    return this.#free.length;
  }

  /** The memory as 32-bit integers; made anew after growth, so do not keep it across an allocation. */
  get i32(): Int32Array {
    return this.#i32;
  }

  /** The memory as 64-bit floats; the same rule. */
  get f64(): Float64Array {
    return this.#f64;
  }

  /** After growth, which only this does. */
  #renew(): void {
    const { buffer } = this.memory;
    this.#i32 = new Int32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#byteLength = buffer.byteLength;
  }

  /** A zeroed block of at least `bytes`, 64-byte aligned. Throws a RangeError when the memory cannot grow any further. */
  allocate(bytes: number): number {
    const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    let index = this.#free.findIndex((block) => block.bytes >= size);
    if (index < 0) index = this.#grow(size);
    const block = this.#free[index] as Block;
    const { address } = block;
    block.address += size;
    block.bytes -= size;
    if (block.bytes === 0) this.#free.splice(index, 1);
    this.#taken.set(address, size);
    this.#used += size;
    this.i32.fill(0, address >> 2, Math.min(address + size, this.#fresh) >> 2);
    this.#fresh = Math.max(this.#fresh, address + size);
    return address;
  }

  /** Takes a block back. Only after every other thread has let go of it. Throws a RangeError for any other address. */
  free(address: number): void {
    const bytes = this.#taken.get(address);
    if (bytes === undefined) throw new RangeError(`no block at ${address}`);
    this.#taken.delete(address);
    this.#used -= bytes;
    this.#give({ address, bytes });
  }

  /** Puts a block back among the free ones, joined with its neighbours; its index there. */
  #give(block: Block): number {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#free[middle] as Block).address < block.address) low = middle + 1;
      else high = middle;
    }
    const next = this.#free[low];
    if (next && block.address + block.bytes === next.address) {
      next.address = block.address;
      next.bytes += block.bytes;
    } else this.#free.splice(low, 0, block);
    const joined = this.#free[low] as Block;
    const previous = this.#free[low - 1];
    if (!previous || previous.address + previous.bytes !== joined.address) return low;
    previous.bytes += joined.bytes;
    this.#free.splice(low, 1);
    return low - 1;
  }

  #grow(bytes: number): number {
    const address = this.byteLength;
    const needed = Math.ceil(bytes / WASM_PAGE);
    const wanted = Math.max(needed, GROWTH_PAGES, Math.ceil(address / WASM_PAGE / 4));
    try {
      this.memory.grow(wanted);
      this.#renew();
      return this.#give({ address, bytes: wanted * WASM_PAGE });
    } catch {
      // less, then: what is asked for and no more
    }
    try {
      this.memory.grow(needed);
    } catch (cause) {
      throw new RangeError(`memory cannot grow by ${bytes} bytes`, { cause });
    }
    this.#renew();
    return this.#give({ address, bytes: needed * WASM_PAGE });
  }
}

import { TABLE } from '../memory/layout.js';

const WASM_PAGE = 65_536;
/** Growing costs every reader new views. */
const GROWTH_PAGES = 16;

/** Tries ever smaller maximums: some devices refuse to reserve many addresses. */
function createMemory(shared: boolean, most: number): WebAssembly.Memory {
  const initial = Math.ceil((TABLE.BLOCKS_AT + TABLE.BLOCK_BYTES) / WASM_PAGE);
  for (let maximum = Math.max(most, initial); ; maximum = Math.max(maximum >> 1, initial)) {
    try {
      return new WebAssembly.Memory({ initial, maximum, shared });
    } catch (error) {
      if (maximum === initial) throw error;
    }
  }
}

/**
 * A market table's own memory: hands out blocks of equal size and takes them back, grows up to its limit and never beyond. Writer's
 * thread only.
 */
export class TableMemory {
  readonly memory: WebAssembly.Memory;
  readonly #free: number[] = [];
  readonly #limit: number;
  #next: number = TABLE.BLOCKS_AT;

  /** `limit`: bytes of the whole memory, rounded down to pages of 64 KB. */
  constructor(shared: boolean, limit: number) {
    this.#limit = Math.floor(limit / WASM_PAGE);
    this.memory = createMemory(shared, this.#limit);
  }

  /** Bytes of the memory now. */
  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  /** Address of a block, with whatever was in it before; 0 where the limit, or the device, allows no more. Views may be stale after it. */
  allocate(): number {
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    const address = this.#next;
    const end = address + TABLE.BLOCK_BYTES;
    if (end > this.byteLength && !this.#grow(end)) return 0;
    this.#next = end;
    return address;
  }

  free(address: number): void {
    this.#free.push(address);
  }

  #grow(bytes: number): boolean {
    const pages = this.byteLength / WASM_PAGE;
    const needed = Math.ceil(bytes / WASM_PAGE) - pages;
    const room = this.#limit - pages;
    if (needed > room) return false;
    for (const wanted of [Math.min(room, Math.max(needed, GROWTH_PAGES, pages >> 2)), needed]) {
      try {
        this.memory.grow(wanted);
        return true;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    return false;
  }
}

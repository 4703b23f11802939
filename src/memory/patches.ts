import { PATCH } from './layout.js';

const FIRST_BYTES = 64 * 1024;

/** Gathers parts of a memory in a buffer that is handed to another thread, and may come back. A host's thread. */
export class PatchWriter {
  /** Bytes written. */
  used = 0;
  #words: Int32Array;

  constructor(buffer = new ArrayBuffer(FIRST_BYTES)) {
    this.#words = new Int32Array(buffer);
  }

  get buffer(): ArrayBuffer {
    return this.#words.buffer as ArrayBuffer;
  }

  /** Adds `length` bytes at `address`; multiples of 4. */
  add(i32: Int32Array, address: number, length: number): void {
    if (length <= 0) return;
    const at = this.used >> 2;
    this.used += PATCH.CONTENT + length;
    if (this.used > this.#words.byteLength) this.#grow();
    this.#words[at + (PATCH.ADDRESS >> 2)] = address;
    this.#words[at + (PATCH.LENGTH >> 2)] = length;
    copy(i32, address >> 2, this.#words, at + (PATCH.CONTENT >> 2), length >> 2);
  }

  #grow(): void {
    const words = new Int32Array((2 ** Math.ceil(Math.log2(this.used))) >> 2);
    words.set(this.#words);
    this.#words = words;
  }
}

/** Writes what a PatchWriter has gathered into this thread's memory. */
export function applyPatches(i32: Int32Array, buffer: ArrayBuffer, used: number): void {
  const words = new Int32Array(buffer);
  for (let at = 0; at < used >> 2; ) {
    const length = (words[at + (PATCH.LENGTH >> 2)] as number) >> 2;
    const content = at + (PATCH.CONTENT >> 2);
    copy(words, content, i32, (words[at + (PATCH.ADDRESS >> 2)] as number) >> 2, length);
    at = content + length;
  }
}

/** A hundred words at most, mostly: a loop costs less than views of them. */
const FEW = 256;

function copy(from: Int32Array, at: number, to: Int32Array, into: number, count: number): void {
  if (count > FEW) to.set(from.subarray(at, at + count), into);
  else for (let word = 0; word < count; word++) to[into + word] = from[at + word] as number;
}

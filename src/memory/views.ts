/**
 * One thread's views of the memory. Growth on another thread leaves views behind, and a store past a stale view's end is
 * silently lost; so whoever hands an address over sends the byte length it needs, and the receiver renews first. Each
 * thread has its own.
 */
export class Views {
  readonly memory: WebAssembly.Memory;
  i32: Int32Array;
  f64: Float64Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.i32 = new Int32Array(memory.buffer);
    this.f64 = new Float64Array(memory.buffer);
  }

  /** Makes the views cover at least `bytes`. True where they were made anew: whatever kept the old ones must take these. */
  renew(bytes: number): boolean {
    if (this.i32.byteLength >= bytes) return false;
    const { buffer } = this.memory;
    if (buffer.byteLength < bytes) {
      throw new RangeError(`${bytes} bytes of memory are needed`);
    }
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    return true;
  }
}

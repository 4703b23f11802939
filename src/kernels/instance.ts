/** What wat/ticker.wat exports. A lane belongs to one host at a time; that host's thread calls. */
export interface TickerKernel {
  /**
   * One pass over the lane, of at most its plan's chunk of ticks. 0: nothing new; else bits of DRAINED, and REASON.NUDGE or SIGNAL
   * where the page wants a message.
   */
  drain(lane: number): number;
  /** Drains and sleeps until the main thread gives a reason to return: the REASON bits. Blocks: workers, shared memory only. */
  run(host: number, lane: number): number;
  /** Makes a lane whole whose former host is surely dead, and publishes what it had committed. */
  recover(lane: number): void;
  /** Carries figures and history over from a drained lane of the same symbol into a fresh one; `history`: 0, or bars from before. */
  adopt(lane: number, old: number, history: number): void;
  /** Copies the `bytes` behind a slot's version to `into`; the version, or -1 while it is being written. Any thread. */
  read(slot: number, bytes: number, into: number): number;
}

/** An instance over the page's memory. Cheap: a host makes one when it starts. */
export async function instantiateTicker(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<TickerKernel> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as unknown as TickerKernel;
}

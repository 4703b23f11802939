import kernel from '../../wat/indicators.wat';

/** What wat/indicators.wat exports: runs a plan that was written to memory. Any thread; one at a time. */
export interface IndicatorKernel {
  /** Runs the plan over positions [from, to), at least one and at most its chunk. */
  advance(plan: number, from: number, to: number): void;
  /** The same, but leaves the state as it was: the last position goes on forming. Needs a second state slot. */
  preview(plan: number, from: number, to: number): void;
}

let module: Promise<WebAssembly.Module> | undefined;

/** An instance over its own memory, which is not shared. The module is compiled once. */
export async function instantiateIndicators(memory: WebAssembly.Memory): Promise<IndicatorKernel> {
  module ??= WebAssembly.compile(kernel.unshared);
  const { exports } = await WebAssembly.instantiate(await module, { env: { memory } });
  return exports as unknown as IndicatorKernel;
}

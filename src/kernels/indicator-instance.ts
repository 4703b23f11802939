/** What runs a plan that was written to memory. Any thread; one at a time. */
export interface IndicatorKernel {
  /** Runs the plan over positions [from, to), at least one and at most its chunk. */
  advance(plan: number, from: number, to: number): void;
  /** The same, but leaves the state as it was: the last position goes on forming. Needs a second state slot. */
  preview(plan: number, from: number, to: number): void;
  /** Makes what is not finite NaN, at the byte addresses [from, to), multiples of 8. */
  clean(from: number, to: number): void;
}

/** Compiled kernels, which can be posted to another thread. */
export interface IndicatorModules {
  readonly indicators: WebAssembly.Module;
  readonly columns: WebAssembly.Module;
}

/** Instances over a memory that is not shared. */
export async function attachIndicators(
  modules: IndicatorModules,
  memory: WebAssembly.Memory,
): Promise<IndicatorKernel> {
  const [indicators, columns] = await Promise.all(
    [modules.indicators, modules.columns].map((module) => WebAssembly.instantiate(module, { env: { memory } })),
  );
  return { ...indicators?.exports, ...columns?.exports } as unknown as IndicatorKernel;
}

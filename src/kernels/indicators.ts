import columns from '../../wat/columns.wat';
import indicators from '../../wat/indicators.wat';
import { attachIndicators, type IndicatorKernel, type IndicatorModules } from './indicator-instance.js';

export type { IndicatorKernel, IndicatorModules } from './indicator-instance.js';

let modules: Promise<IndicatorModules> | undefined;

async function compile(): Promise<IndicatorModules> {
  try {
    const compiled = await Promise.all([indicators, columns].map((kernel) => WebAssembly.compile(kernel.unshared)));
    return { indicators: compiled[0] as WebAssembly.Module, columns: compiled[1] as WebAssembly.Module };
  } catch (error) {
    throw new Error(
      `the indicators' kernel does not compile (a Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src): ${String(error)}`,
      { cause: error },
    );
  }
}

/** Compiles what computes indicators over arrays, once for the thread. Rejects where the page's policy forbids it. */
export function compileIndicators(): Promise<IndicatorModules> {
  modules ??= compile();
  return modules;
}

/** An instance over its own memory, which is not shared. */
export async function instantiateIndicators(memory: WebAssembly.Memory): Promise<IndicatorKernel> {
  return attachIndicators(await compileIndicators(), memory);
}

import { instantiateIndicators } from '../kernels/indicators.js';
import { RunMemory } from './run-memory.js';

let memory: RunMemory | undefined;
let loading: Promise<void> | undefined;

async function instantiate(): Promise<void> {
  const wasm = new WebAssembly.Memory({ initial: 1 });
  memory = new RunMemory(await instantiateIndicators(wasm), wasm);
}

/** Loads the kernel, once for the thread. */
export function load(): Promise<void> {
  loading ??= instantiate();
  return loading;
}

/** The thread's memory of runs. Throws before it is loaded. */
export function runMemory(caller: string): RunMemory {
  if (memory) return memory;
  throw new Error(`${caller} was called before the kernel was loaded: write \`await ready\` once, before it`);
}

import KernelWorker from './kernel.worker.ts?worker&inline';

/** Starts a kernel's worker from the code that is part of this one: works in every bundler and from any origin. */
export function spawnKernelWorker(name: string): Worker {
  return new KernelWorker({ name });
}

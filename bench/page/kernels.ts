import type { Timing } from '../kernels/measure.ts';

/** Times the kernel and its rivals in a worker of this page. */
export function measureKernelsHere(): Promise<readonly Timing[]> {
  const worker = new Worker(new URL('./kernels.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<readonly Timing[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<readonly Timing[]>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage('begin');
  }).finally(() => worker.terminate());
}

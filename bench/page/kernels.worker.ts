/** The `kernels` suite in a browser's worker, where kernels live. */
import { measureKernels, type Peer, type Timing } from '../kernels/measure.ts';
import type { StreamingAverage } from '../kernels/variants.ts';

/** What the peer offers; bench/kernels/suite.ts says so where it is missing. */
interface Library {
  readonly SMA: new (interval: number) => StreamingAverage;
}

const found = import.meta.glob<Library>('../node_modules/trading-signals/dist/index.js');

async function measure(): Promise<readonly Timing[]> {
  const peers: Peer[] = [];
  for (const load of Object.values(found)) {
    const { SMA } = await load();
    peers.push({ name: 'trading-signals', average: () => new SMA(20) });
  }
  return measureKernels(peers, () => {});
}

globalThis.onmessage = () => {
  measure().then(
    (timings) => postMessage(timings),
    // outside the promise it becomes the worker's error event
    (error) => setTimeout(() => reportError(error)),
  );
};

/** What is measured in a browser's worker, where kernels live. */
import { measureHistory } from '../history/measure.ts';
import { measureBars } from '../kernels/bars.ts';
import { measureKernels } from '../kernels/measure.ts';
import { averagesOf } from '../kernels/peers.ts';
import { measureStream } from '../kernels/stream.ts';
import { measurePlan } from '../plan/measure.ts';
import { loadLibraries } from './libraries.ts';

const nothing = () => {};

const MEASUREMENTS = {
  ticks: async () => measureKernels(averagesOf(await loadLibraries()), nothing),
  history: async () => measureHistory(await loadLibraries(), nothing),
  stream: async () => measureStream(await loadLibraries()),
  bars: () => measureBars(),
  plan: () => measurePlan(),
};
export type Measurements = typeof MEASUREMENTS;

globalThis.onmessage = ({ data }: MessageEvent<keyof Measurements>) => {
  MEASUREMENTS[data]().then(
    (answer: unknown) => postMessage(answer),
    // outside the promise it becomes the worker's error event
    (error) => setTimeout(() => reportError(error)),
  );
};

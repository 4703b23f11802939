import type { Measurements } from './measure.worker.ts';

type AnswerOf<Name extends keyof Measurements> = Awaited<ReturnType<Measurements[Name]>>;

/** Measures something in a fresh worker of this page. */
function measure<Name extends keyof Measurements>(name: Name): Promise<AnswerOf<Name>> {
  const worker = new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<AnswerOf<Name>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<AnswerOf<Name>>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(name);
  }).finally(() => worker.terminate());
}

export const measureTicksHere = () => measure('ticks');
export const measureHistoryHere = () => measure('history');
export const measureStreamHere = () => measure('stream');
export const measureBarsHere = () => measure('bars');
export const measurePlanHere = () => measure('plan');

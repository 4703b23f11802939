import { frameFigures } from '../live/arithmetic.ts';
import { after, type LoadCase, withLoad } from '../live/load.ts';
import type { Round } from '../page/live/contender.ts';
import { type Figure, figure } from '../report.ts';

const WARM_UP_MS = 4000;
/** Bytes from one sample to the next, on average. */
const INTERVAL = 1024;

const CASE: LoadCase = { name: 'allocation', page: 'live', tickers: 1000, rate: 60_000, options: { mode: 'shared' } };

interface SampledNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly selfSize: number;
  readonly children: readonly SampledNode[];
}

/** Bytes by function, those that hold nothing any more included. */
function byFunction(node: SampledNode, sums = new Map<string, number>()): Map<string, number> {
  const { functionName } = node.callFrame;
  sums.set(functionName, (sums.get(functionName) ?? 0) + node.selfSize);
  for (const child of node.children) byFunction(child, sums);
  return sums;
}

/** What JavaScript of the main thread allocates while a board is painted, garbage included: nobody reads `values`. */
export function allocationFigures(seconds: number): Promise<Figure[]> {
  return withLoad(CASE, 60_000 + seconds * 2000, async ({ window, load }) => {
    await window.call('open', [load]);
    await after(WARM_UP_MS);
    await window.devtools.send('HeapProfiler.startSampling', {
      samplingInterval: INTERVAL,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    const { frames } = await window.call<Round>('measure', [seconds]);
    const { profile } = await window.devtools.send<{ profile: { head: SampledNode } }>('HeapProfiler.stopSampling');
    const sums = byFunction(profile.head);
    const bytes = [...sums.values()].reduce((sum, each) => sum + each, 0);
    const count = frames.length;
    const [name, most] = [...sums].reduce((a, b) => (b[1] > a[1] ? b : a));
    return [
      figure('allocation: frames a second meanwhile', frameFigures(frames).rate, '1/s', 'higher'),
      figure('allocation: JavaScript, a frame', bytes / count, 'bytes'),
      figure(`allocation: by the function that allocates most${name && ` (${name})`}, a frame`, most / count, 'bytes'),
    ];
  });
}

import { openBench } from '../browser/chromium.ts';
import { type Figure, figure } from '../report.ts';
import type { Measured } from '../suites.ts';
import { measureKernels, type Peer, type Timing } from './measure.ts';
import type { StreamingAverage } from './variants.ts';

const PEER = 'trading-signals';

/** The libraries that bench/package.json names, as far as they are installed. */
async function findPeers(progress: (text: string) => void): Promise<Peer[]> {
  // by a name that the type checker does not follow: the package is not installed with the others
  const specifier: string = PEER;
  try {
    const { SMA } = (await import(specifier)) as { SMA: new (interval: number) => StreamingAverage };
    return [{ name: PEER, average: () => new SMA(20) }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    progress(`skipped: ${PEER} is not installed; npm ci --prefix bench installs it`);
    return [];
  }
}

/** Batches in which a library is compared: of a batch of one, the call into the kernel is the cost. */
const COMPARED = [10, 100, 1000];

function figuresOf(timings: readonly Timing[], where: string): Figure[] {
  const figures = timings.map(({ variant, batch, nanoseconds }) =>
    figure(`${where}: ${variant}, batches of ${batch}`, nanoseconds, 'ns/tick'),
  );
  const kernel = new Map(timings.filter(({ variant }) => variant === 'kernel').map((timing) => [timing.batch, timing]));
  for (const { variant, batch, nanoseconds } of timings) {
    const ours = kernel.get(batch);
    if (variant !== PEER || !COMPARED.includes(batch) || !ours) continue;
    const times = nanoseconds / ours.nanoseconds;
    figures.push(figure(`${where}: ${variant} / kernel, batches of ${batch}`, times, 'times', 'higher'));
  }
  return figures;
}

/** The `kernels` suite: in Node, and in a worker of the browser. */
export async function runKernels(progress: (text: string) => void): Promise<Measured> {
  progress('in Node');
  const inNode = await measureKernels(await findPeers(progress), progress);
  const bench = await openBench('bench');
  try {
    progress('in a worker of the browser');
    const inWorker = await bench.call('measureKernelsHere');
    return { figures: [...figuresOf(inWorker, 'browser'), ...figuresOf(inNode, 'Node')], browser: bench.version };
  } finally {
    await bench.close();
  }
}

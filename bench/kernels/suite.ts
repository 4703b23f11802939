import { figure } from '../report.ts';
import type { Measured } from '../suites.ts';
import { measureKernels, type Peer } from './measure.ts';
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

/** The `kernels` suite. */
export async function runKernels(progress: (text: string) => void): Promise<Measured> {
  const peers = await findPeers(progress);
  const timings = await measureKernels(peers, progress);
  const figures = timings.map(({ variant, batch, nanoseconds }) =>
    figure(`${variant}, batches of ${batch}`, nanoseconds, 'ns/tick'),
  );
  const of = (name: string, size: number) =>
    timings.find(({ variant, batch }) => variant === name && batch === size)?.nanoseconds as number;
  for (const { name } of peers) {
    for (const batch of [10, 100, 1000]) {
      figures.push(
        figure(`${name} / kernel, batches of ${batch}`, of(name, batch) / of('kernel', batch), 'times', 'higher'),
      );
    }
  }
  return { figures };
}

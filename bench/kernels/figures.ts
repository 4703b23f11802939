import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../tools/files.ts';
import { compileWat, readWat } from '../../tools/wat.ts';
import { type Figure, figure } from '../report.ts';
import type { BarTiming } from './bars.ts';
import type { Timing } from './measure.ts';
import { PEER } from './peers.ts';
import type { StreamTiming } from './stream.ts';

/** Batches in which a library is compared: of a batch of one, the call into the kernel is the cost. */
const COMPARED = [10, 100, 1000];

/** Last, high, low, volume, VWAP and one average. */
export function tickFigures(where: string, timings: readonly Timing[]): Figure[] {
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

/** Ours; everything else is a library. */
const KERNELS: readonly string[] = ['kernel', 'writer and kernel'];

/** Five indicators on every tick. */
export function streamFigures(where: string, timings: readonly StreamTiming[]): Figure[] {
  const figures: Figure[] = [];
  for (const { contender, batch, nanoseconds } of timings) {
    const name = `${where}: five indicators, ${contender}, batches of ${batch}`;
    figures.push(figure(name, nanoseconds, 'ns/tick'), figure(name, 1e9 / nanoseconds, 'ticks/s', 'higher'));
  }
  for (const batch of new Set(timings.map((timing) => timing.batch))) {
    const same = timings.filter((timing) => timing.batch === batch);
    const [fastest] = same
      .filter(({ contender }) => !KERNELS.includes(contender))
      .sort((a, b) => a.nanoseconds - b.nanoseconds);
    if (!fastest) continue;
    for (const { contender, nanoseconds } of same.filter(({ contender }) => KERNELS.includes(contender))) {
      const name = `${where}: five indicators, fastest library / ${contender}, batches of ${batch} (${fastest.contender})`;
      figures.push(figure(name, fastest.nanoseconds / nanoseconds, 'times', 'higher'));
    }
  }
  return figures;
}

/** One tick on 1-minute bars. */
export function barFigures(where: string, timings: readonly BarTiming[]): Figure[] {
  const all = timings.map(({ nanoseconds }) => nanoseconds);
  return [
    ...timings.map(({ history, nanoseconds }) =>
      figure(`${where}: one tick through five indicators on bars, ${history} bars of history`, nanoseconds, 'ns/tick'),
    ),
    figure(
      `${where}: one tick through five indicators on bars, slowest / fastest history`,
      Math.max(...all) / Math.min(...all),
      'times',
    ),
  ];
}

/** What a page downloads of each kernel. */
export async function sizeFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of ['ticker', 'indicators']) {
    const file = `wat/${name}.wat`;
    const bytes = await compileWat({ file, ...readWat(path.join(ROOT, file), file), shared: true });
    figures.push(figure(`${name} kernel, gzip`, gzipSync(bytes, { level: 9 }).length, 'bytes'));
  }
  return figures;
}

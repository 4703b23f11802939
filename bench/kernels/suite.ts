import { openBench } from '../browser/chromium.ts';
import { historyFigures } from '../history/figures.ts';
import { measureHistory } from '../history/measure.ts';
import { historyPlot } from '../history/plot.ts';
import { findLibraries } from '../libraries/node.ts';
import type { Figure } from '../report.ts';
import type { Measured } from '../suites.ts';
import { measureBars } from './bars.ts';
import { barFigures, sizeFigures, streamFigures, tickFigures } from './figures.ts';
import { measureKernels } from './measure.ts';
import { averagesOf } from './peers.ts';
import { measureStream } from './stream.ts';

/** The `kernels` suite: in Node, and in a worker of the browser. */
export async function runKernels(progress: (text: string) => void): Promise<Measured> {
  progress('in Node');
  const libraries = await findLibraries(progress);
  // what has run before changes how an engine compiles what runs now: the whole libraries come last
  const stream = streamFigures('Node', await measureStream(libraries));
  const bars = barFigures('Node', await measureBars());
  const ticks = tickFigures('Node', await measureKernels(averagesOf(libraries), progress));
  const history = await measureHistory(libraries, progress);
  const inNode: Figure[] = [...historyFigures('Node', history), ...stream, ...bars, ...ticks];
  const bench = await openBench('bench');
  try {
    progress('in a worker of the browser');
    const inBrowser: Figure[] = [
      ...historyFigures('browser', await bench.call('measureHistoryHere')),
      ...streamFigures('browser', await bench.call('measureStreamHere')),
      ...barFigures('browser', await bench.call('measureBarsHere')),
      ...tickFigures('browser', await bench.call('measureTicksHere')),
    ];
    const figures = [...(await sizeFigures()), ...inBrowser, ...inNode];
    return { figures, browser: bench.version, plot: historyPlot('A history of 1,000,000 bars in Node', history) };
  } finally {
    await bench.close();
  }
}

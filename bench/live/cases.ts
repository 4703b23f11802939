import { type Figure, figure } from '../report.ts';
import type { LoadOptions } from '../suites.ts';
import { type LoadCase, type LoadFigures, measureLoad } from './load.ts';

/** What came of all cases. */
export interface CaseResults {
  readonly figures: Figure[];
  /** By name; those that could not be measured are missing. */
  readonly results: ReadonlyMap<string, LoadFigures>;
  readonly browser: string | undefined;
}

/** What a page says of itself, in the report's words. */
const OWN: Readonly<Record<string, readonly [name: string, unit: string]>> = {
  p50: ['tick to paint p50', 'ms'],
  p99: ['tick to paint p99', 'ms'],
  reconnects: ['reconnects in a round', 'times'],
  conflated: ['ticks conflated in a round', 'ticks'],
};

/** The figures of one case; what there is no number for is left out. */
export function figuresOf(name: string, result: LoadFigures): Figure[] {
  const { rate, p99, script, task, processor, browserProcessor, applied, own, inputs } = result;
  const figures = [
    figure(`${name}: frames a second`, rate, '1/s', 'higher'),
    figure(`${name}: frame p99`, p99, 'ms'),
    figure(`${name}: script a frame`, script, 'ms'),
    figure(`${name}: main thread a frame`, task, 'ms'),
    figure(`${name}: processor time of the main thread a frame`, processor, 'ms'),
    figure(`${name}: processor time of the browser`, browserProcessor, '% of a core'),
    figure(`${name}: ticks applied`, applied, '% of those sent', 'higher'),
    ...Object.entries(OWN).flatMap(([key, [what, unit]]) =>
      own[key] === undefined ? [] : [figure(`${name}: ${what}`, own[key], unit)],
    ),
    ...(inputs
      ? [
          figure(`${name}: clicks and keys handled, p98`, inputs.handled, 'ms'),
          figure(`${name}: clicks and keys shown, p98`, inputs.p98, 'ms'),
          figure(`${name}: scrolling shown, p98`, inputs.scroll, 'ms'),
        ]
      : []),
  ];
  return figures.filter(({ value }) => Number.isFinite(value));
}

/** Runs something that may fail without keeping others from running; undefined where it failed. */
export async function attempt<Answer>(
  name: string,
  progress: (text: string) => void,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const from = performance.now();
  try {
    progress(name);
    return await work();
  } catch (error) {
    // a page's error comes with its stack
    progress(`  ${String(error instanceof Error ? error.message : error).split('\n')[0]}`);
    return undefined;
  } finally {
    progress(`  ${((performance.now() - from) / 1000).toFixed(1)} s`);
  }
}

/** Measures case after case. */
export async function measureCases(
  cases: readonly LoadCase[],
  options: LoadOptions,
  progress: (text: string) => void,
): Promise<CaseResults> {
  const figures: Figure[] = [];
  const results = new Map<string, LoadFigures>();
  let browser: string | undefined;
  for (const one of cases.filter(({ name }) => name.includes(options.only))) {
    const result = await attempt(one.name, progress, () => measureLoad(one, options));
    if (!result) continue;
    browser = result.browser;
    results.set(one.name, result);
    figures.push(...figuresOf(one.name, result));
    const { rate, p99, script, processor, applied } = result;
    progress(
      `  ${rate.toFixed(1)} frames/s, p99 ${p99.toFixed(1)} ms, script ${script.toFixed(2)} ms and main thread ${processor.toFixed(2)} ms of processor a frame, ${applied.toFixed(0)}% of the ticks`,
    );
  }
  return { figures, results, browser };
}

import { openBench } from '../browser/chromium.ts';
import { type Figure, figure } from '../report.ts';
import type { Measured } from '../suites.ts';
import { measurePlan, PLAN_SETTINGS, type PlanTimings, WAYS } from './measure.ts';

export function planFigures(where: string, timings: PlanTimings, { steps, levels } = PLAN_SETTINGS): Figure[] {
  const { ways, drain, spread } = timings;
  const plan = `${where}: ${steps} steps over ${levels} levels`;
  const [one, ...others] = WAYS;
  const times = spread.map(({ nanoseconds }) => nanoseconds);
  return [
    ...WAYS.map((way) => figure(`${plan}, ${way}`, ways[way], 'ns/tick')),
    figure(`${plan}, drain of one tick in a lane`, drain, 'ns/tick'),
    ...others.map((way) => figure(`${plan}, ${way} / ${one}`, ways[way] / ways[one], 'times', 'higher')),
    ...spread.map((each) =>
      figure(`${where}: ${steps} steps over ${each.levels} levels, ${one}`, each.nanoseconds, 'ns/tick'),
    ),
    figure(
      `${where}: ${steps} steps, ${spread.at(-1)?.levels} levels / ${spread[0]?.levels} levels`,
      (times.at(-1) as number) / (times[0] as number),
      'times',
    ),
  ];
}

/** The `plan` suite: in Node, and in a worker of the browser. */
export async function runPlan(progress: (text: string) => void): Promise<Measured> {
  progress('in Node');
  const inNode = planFigures('Node', await measurePlan());
  const bench = await openBench('bench');
  try {
    progress('in a worker of the browser');
    const inBrowser = planFigures('browser', await bench.call('measurePlanHere'));
    return { figures: [...inBrowser, ...inNode], browser: bench.version };
  } finally {
    await bench.close();
  }
}

/** How much of the machine other programs took meanwhile, so that a measurement can be repeated that they disturbed. */
import { cpus } from 'node:os';
import { canReadProcesses, processorSeconds } from './browser/process-tree.ts';

/** A round of a measurement, and the share of one core that others had meanwhile, in percent; NaN where the system does not tell. */
export interface Round<Answer> {
  readonly answer: Answer;
  readonly others: number;
}

/** Seconds of processor time on all cores so far, and of it this process's and those of a process tree. */
function readSeconds(root: number): { all: number; ours: number } {
  let all = 0;
  for (const { times } of cpus()) all += (times.user + times.nice + times.sys + times.irq) / 1000;
  const { user, system } = process.cpuUsage();
  let ours = (user + system) / 1e6;
  for (const seconds of processorSeconds(root).values()) ours += seconds;
  return { all, ours };
}

/**
 * Runs rounds until so many were quiet, at most three times as many; the quietest. `root` is the browser's process, `quiet`
 * the share of a core, in percent, that others may have.
 */
export async function quietRounds<Answer>(
  { rounds, root, quiet = 15 }: { rounds: number; root: number; quiet?: number },
  run: () => Promise<Answer>,
): Promise<Round<Answer>[]> {
  const tells = canReadProcesses();
  const all: Round<Answer>[] = [];
  const isQuiet = ({ others }: Round<Answer>) => !(others > quiet);
  while (all.filter(isQuiet).length < rounds && all.length < 3 * rounds) {
    const before = tells ? readSeconds(root) : undefined;
    const from = performance.now();
    const answer = await run();
    const seconds = (performance.now() - from) / 1000;
    const after = tells ? readSeconds(root) : undefined;
    const others = before && after ? after.all - before.all - (after.ours - before.ours) : Number.NaN;
    all.push({ answer, others: (100 * others) / seconds });
  }
  return all.sort((a, b) => (a.others || 0) - (b.others || 0)).slice(0, rounds);
}

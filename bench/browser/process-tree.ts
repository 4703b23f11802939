/** What a process and all its descendants use, from /proc: Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; fixed at 100 in Linux's interface to programs. */
const TICKS_A_SECOND = 100;

interface ProcessState {
  readonly parent: number;
  /** Seconds of processor time so far. */
  readonly seconds: number;
}

/** Undefined where it has ended meanwhile. */
function readState(id: number): ProcessState | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${id}/stat`, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return undefined;
    throw error;
  }
  // the second field is a name in brackets, which may hold anything
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { parent: field(4), seconds: (field(14) + field(15)) / TICKS_A_SECOND };
}

/** Whether this system tells. */
export function canReadProcesses(): boolean {
  return process.platform === 'linux';
}

/** Seconds of processor time by process, of a process and all its descendants. */
export function processorSeconds(root: number): Map<number, number> {
  const states = new Map<number, ProcessState>();
  for (const name of readdirSync('/proc')) {
    const id = Number(name);
    if (!Number.isInteger(id)) continue;
    const state = readState(id);
    if (state) states.set(id, state);
  }
  const tree = new Map<number, number>();
  const walk = (id: number) => {
    const state = states.get(id);
    if (state) tree.set(id, state.seconds);
    for (const [child, { parent }] of states) if (parent === id) walk(child);
  };
  walk(root);
  return tree;
}

/** Bytes of memory that a process has resident. */
export function residentBytes(id: number): number {
  const status = readFileSync(`/proc/${id}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

/**
 * Seconds of processor time that threads of a process have had so far: its main one, or those of this name. Those that have ended are not
 * counted.
 */
export function threadSeconds(id: number, name: 'main' | (string & {})): number {
  let nanoseconds = 0;
  const threads = name === 'main' ? [String(id)] : readdirSync(`/proc/${id}/task`);
  for (const thread of threads) {
    try {
      const named = readFileSync(`/proc/${id}/task/${thread}/comm`, 'utf8').trim();
      if (name !== 'main' && named !== name) continue;
      nanoseconds += Number(readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch (error) {
      // it has ended meanwhile
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return nanoseconds / 1e9;
}

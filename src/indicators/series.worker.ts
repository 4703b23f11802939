import { attachIndicators, type IndicatorModules } from '../kernels/indicator-instance.js';
import type { Plan } from '../memory/plan.js';
import { nodeThreads } from './node.js';
import { RunMemory } from './run-memory.js';
import type { FromWorker, SeriesMessage, ToWorker } from './series-protocol.js';
import type { SeriesRun } from './series-run.js';

/** A worker of `computeParallel`, in a page or on a thread of Node: keeps a run for each job and takes one series after the other. */
interface Job {
  readonly plan: Plan;
  run?: SeriesRun;
}

const jobs = new Map<number, Job>();
let memory: RunMemory;

const port = nodeThreads()?.parentPort;

function say(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  if (port) port.postMessage(message, transfer);
  else postMessage(message, { transfer });
}

async function begin(modules: IndicatorModules): Promise<void> {
  const wasm = new WebAssembly.Memory({ initial: 1 });
  memory = new RunMemory(await attachIndicators(modules, wasm), wasm);
  say({ type: 'started' });
}

function compute({ id, job: number, columns, length }: SeriesMessage): void {
  try {
    const job = jobs.get(number);
    if (!job) throw new Error(`there is no job ${number}`);
    job.run ??= memory.begin(job.plan);
    job.run.reset();
    const results = job.plan.outputs.map(() => new Float64Array(length));
    job.run.advance(columns, results, length);
    say(
      { type: 'results', id, results },
      results.map(({ buffer }) => buffer),
    );
  } catch (error) {
    say({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}

function end(number: number): void {
  const run = jobs.get(number)?.run;
  if (run) memory.end(run);
  jobs.delete(number);
}

function hear(message: ToWorker): void {
  if (message.type === 'series') compute(message);
  else if (message.type === 'plan') jobs.set(message.job, { plan: message.plan });
  else if (message.type === 'end') end(message.job);
  else void begin(message.modules);
}

if (port) port.on('message', (message) => hear(message as ToWorker));
else addEventListener('message', ({ data }) => hear(data));

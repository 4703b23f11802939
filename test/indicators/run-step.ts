/** Runs a single operation over arrays: what the tests of `wat/steps/` work on. */
import { OPERATIONS, type Operation } from '../../src/indicators/operations.js';
import { SeriesRun } from '../../src/indicators/series-run.js';
import { type IndicatorKernel, instantiateIndicators } from '../../src/kernels/indicators.js';
import type { Plan } from '../../src/memory/plan.js';

export interface StepSettings {
  readonly period?: number;
  /** P and Q. */
  readonly numbers?: readonly number[];
  readonly table?: readonly number[];
  /** Positions a call into the kernel. */
  readonly chunk?: number;
}

const memory = new WebAssembly.Memory({ initial: 1 });
let kernel: IndicatorKernel | undefined;

/** A plan of one step over the inputs 0, 1, 2 ... */
export function planOf(name: keyof typeof OPERATIONS, { period = 0, numbers, table }: StepSettings): Plan {
  const operation: Operation = OPERATIONS[name];
  const constants = table ?? operation.table?.(period);
  const rings = operation.rings?.(period);
  return {
    steps: [
      {
        operation: operation.code,
        inputs: Array.from({ length: operation.inputs }, (_, input) => ({ input })),
        reach: operation.reach?.(period) ?? [],
        outputs: operation.outputs,
        period,
        state: operation.state?.(period) ?? 0,
        ...(numbers && { numbers }),
        ...(constants && { table: constants }),
        ...(rings && { rings }),
      },
    ],
    outputs: Array.from({ length: operation.outputs }, (_, output) => ({ step: 0, output })),
    alerts: [],
  };
}

/** A run of one operation, for tests that go on step by step or preview. One at a time: they share a memory. */
export async function beginStep(name: keyof typeof OPERATIONS, settings: StepSettings = {}): Promise<SeriesRun> {
  kernel ??= await instantiateIndicators(memory);
  return new SeriesRun(kernel, memory, planOf(name, settings), settings.chunk ?? 64);
}

/** Inputs in the order A, B, C, D; one array per output. */
export async function runStep(
  name: keyof typeof OPERATIONS,
  inputs: readonly (readonly number[])[],
  settings: StepSettings = {},
): Promise<number[][]> {
  const run = await beginStep(name, settings);
  const columns = new Map(inputs.map((values, input) => [input, Float64Array.from(values)]));
  return run.advance(columns).map((result) => [...result]);
}

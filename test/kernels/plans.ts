/** Plans made by hand, for tests that are not about the language. */
import { OPERATIONS } from '../../src/indicators/operations.js';
import { INPUT } from '../../src/memory/layout.js';
import type { Plan, PlanSource, PlanStep } from '../../src/memory/plan.js';

const CLOSE: PlanSource = { input: INPUT.CLOSE };

/** The moving average of the last `period` closes. */
export function meanStep(period: number): PlanStep {
  const { code, state, reach, rings } = OPERATIONS.mean;
  return {
    operation: code,
    inputs: [CLOSE],
    reach: reach?.(period) ?? [],
    outputs: 1,
    period,
    state: state?.(period) ?? 0,
    ...(rings && { rings: rings(period) }),
  };
}

/** A plan whose outputs are moving averages of these periods. */
export const meansPlan = (periods: readonly number[]): Plan => ({
  steps: periods.map(meanStep),
  outputs: periods.map((_, step) => ({ step, output: 0 })),
  alerts: [],
});

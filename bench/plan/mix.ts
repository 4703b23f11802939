/** Plans for the measurement: so many steps over so many levels, always the same operations in the same order. */
import { OPERATIONS, type Operation } from '../../src/indicators/operations.js';
import { INPUT } from '../../src/memory/layout.js';
import type { Plan, PlanSource, PlanStep } from '../../src/memory/plan.js';

interface Kind {
  readonly operation: Operation;
  readonly period?: number;
  readonly numbers?: readonly number[];
  /** A constant as its last input. */
  readonly constant?: number;
}

const exponential = (period: number): Kind => ({ operation: OPERATIONS.average, period, numbers: [2 / (period + 1)] });

/** What people compute: averages of averages, windows, arithmetic between them, comparisons, crossovers. */
const KINDS: readonly Kind[] = [
  exponential(12),
  { operation: OPERATIONS.mean, period: 20 },
  { operation: OPERATIONS.subtract },
  exponential(26),
  { operation: OPERATIONS.greater },
  { operation: OPERATIONS.highest, period: 14 },
  { operation: OPERATIONS.multiplyAdd, constant: 0.5 },
  { operation: OPERATIONS.cross, period: 3 },
  { operation: OPERATIONS.mean, period: 50 },
  { operation: OPERATIONS.maximum },
  exponential(9),
  { operation: OPERATIONS.lowest, period: 14 },
  { operation: OPERATIONS.lag, period: 5 },
  { operation: OPERATIONS.add },
  { operation: OPERATIONS.weighted, period: 10 },
  { operation: OPERATIONS.and },
  { operation: OPERATIONS.moments, period: 20 },
  { operation: OPERATIONS.multiply, constant: 0.25 },
  { operation: OPERATIONS.absolute },
  { operation: OPERATIONS.select },
  { operation: OPERATIONS.strength, period: 14 },
  { operation: OPERATIONS.minimum },
];

/** A plan whose steps stand in the order of their levels, and where each level ends. */
export interface LevelledPlan {
  readonly plan: Plan;
  /** Index of the step after each level's last. */
  readonly ends: readonly number[];
}

/** Each step reads one of the level before it, and the others of any before that; so many levels there are, neither more nor fewer. */
export function mixedPlan(count: number, levels: number): LevelledPlan {
  const close: PlanSource = { input: INPUT.CLOSE };
  const steps: PlanStep[] = [];
  const ends: number[] = [];
  let before: PlanSource[] = [close];
  const earlier: PlanSource[] = [close];
  for (let level = 0; level < levels; level++) {
    const made: PlanSource[] = [];
    while (steps.length < Math.round(((level + 1) * count) / levels)) {
      const index = steps.length;
      const kind = KINDS[index % KINDS.length] as Kind;
      const { operation, period = 0, numbers, constant } = kind;
      const inputs = Array.from({ length: operation.inputs }, (_, input): PlanSource => {
        if (input === 0) return before[index % before.length] as PlanSource;
        if (input === operation.inputs - 1 && constant !== undefined) return { constant };
        return earlier[(index * 7 + input * 3) % earlier.length] as PlanSource;
      });
      const rings = operation.rings?.(period);
      const table = operation.table?.(period);
      steps.push({
        operation: operation.code,
        inputs,
        reach: operation.reach?.(period) ?? [],
        outputs: operation.outputs,
        period,
        state: operation.state?.(period) ?? 0,
        ...(numbers && { numbers }),
        ...(table && { table }),
        ...(rings && { rings }),
      });
      made.push({ step: index, output: 0 });
    }
    ends.push(steps.length);
    earlier.push(...made);
    before = made;
  }
  // all of them are wanted: a level's results are what it hands over
  const outputs = steps.map((_, step): PlanSource => ({ step, output: 0 }));
  return { plan: { steps, outputs, alerts: [] }, ends };
}

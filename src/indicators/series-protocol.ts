import type { IndicatorModules } from '../kernels/indicator-instance.js';
import type { Plan } from '../memory/plan.js';
import type { Columns } from './series-run.js';

/** One history to compute by a job's plan. Its columns are the worker's own, or shared. */
export interface SeriesMessage {
  readonly type: 'series';
  /** By which the answer is known. */
  readonly id: number;
  readonly job: number;
  readonly columns: Columns;
  readonly length: number;
}

/** What a worker of `computeParallel` is told: `begin` once, then for each job its plan, its series, its end. */
export type ToWorker =
  | { readonly type: 'begin'; readonly modules: IndicatorModules }
  | { readonly type: 'plan'; readonly job: number; readonly plan: Plan }
  | SeriesMessage
  | { readonly type: 'end'; readonly job: number };

/** What it answers: `started` once, then one answer to each series. */
export type FromWorker =
  | { readonly type: 'started' }
  | { readonly type: 'results'; readonly id: number; readonly results: readonly Float64Array[] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

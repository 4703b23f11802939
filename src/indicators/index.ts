/**
 * `ticklane/indicators`: expressions over price series, without elements, in Node, in a page or in a worker. The folder holds the language
 * (tokens, parser, catalog of functions), what it is compiled to (a plan of steps that a kernel runs), and this array API: `compute`
 * for a history, `stream` for bars one by one, `computeParallel` for many histories. Loading it does nothing yet.
 */
export type { BarColumns, BarOptions, Bars, Column, InputBar } from './bars.js';
export { CATALOG as indicators, type CatalogEntry, signature } from './catalog/index.js';
export type { CompiledOutput } from './compile.js';
export { type CompiledPlan, compilePlan } from './compiled-plan.js';
export { type ComputeOptions, compute, type Results, ready } from './compute.js';
export { ExpressionError } from './expression-error.js';
export { computeParallel, type ParallelOptions, SeriesError, type SeriesList, type SeriesRecord } from './parallel.js';
export { closePool } from './pool.js';
export { type IndicatorStream, stream } from './stream.js';

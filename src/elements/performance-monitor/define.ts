import { define } from '../shared/define.js';
import { PerformanceMonitor } from './performance-monitor.js';

define('performance-monitor', PerformanceMonitor);

export type { CompareOptions, ModeComparison, ModeFigures } from './mode-comparison.js';
export * from './monitor-events.js';
export type { PerformanceStrings } from './monitor-strings.js';
export * from './performance-monitor.js';
export * from './performance-report.js';

import { heardOutside } from '../shared/heard-outside.js';
import type { IndicatorErrorEvent } from '../shared/indicator-error.js';
import type { PerformanceReport } from './performance-report.js';

/** The figures of another second, for the page's own telemetry. */
export class ReportEvent extends Event {
  readonly report: PerformanceReport;

  constructor(report: PerformanceReport) {
    super('report', heardOutside);
    this.report = report;
  }
}

export interface PerformanceMonitorEventMap extends HTMLElementEventMap {
  report: ReportEvent;
  indicatorerror: IndicatorErrorEvent;
}

/** What tests of the monitor have in common: its next report, and what it shows. */
import type { PerformanceMonitor, PerformanceReport, ReportEvent } from '../../../src/index.js';

/** The page's first monitor. */
export const of = (page: Element) => page.querySelector('performance-monitor') as PerformanceMonitor;

/** The next report for which this holds. */
export function reportWhere(monitor: PerformanceMonitor, condition: (report: PerformanceReport) => boolean) {
  return new Promise<PerformanceReport>((resolve) => {
    const hear = ({ report }: ReportEvent) => {
      if (!condition(report)) return;
      monitor.removeEventListener('report', hear as EventListener);
      resolve(report);
    };
    monitor.addEventListener('report', hear);
  });
}

/** What a figure's place shows, by its name. */
export function shown(monitor: PerformanceMonitor, name: string): string | undefined {
  const figures = [...monitor.renderRoot.querySelectorAll('[part="figure"]')];
  return (
    figures.find((each) => each.querySelector('dt')?.textContent === name)?.querySelector('dd')?.textContent ??
    undefined
  );
}

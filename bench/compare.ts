/** Results beside earlier ones of the same suite: what has become worse by more than noise. */
import { readFileSync } from 'node:fs';
import type { Figure, Report } from './report.ts';

/** How a figure stands to what it was. */
export type Verdict = 'same' | 'better' | 'worse' | 'new' | 'gone';

export interface ComparedFigure {
  readonly name: string;
  readonly unit: string;
  /** NaN where there is none. */
  readonly before: number;
  readonly now: number;
  /** Now by before; NaN where that says nothing: one is missing, or it was 0 or less. */
  readonly ratio: number;
  readonly verdict: Verdict;
}

/** A file that cannot be compared with; the message says why. */
export class ComparisonError extends Error {
  override readonly name = 'ComparisonError';
}

/** The report in a file that `--out` or `--json` wrote. Throws a ComparisonError where it is none of this suite. */
export function readReport(file: string, suite: string): Report {
  let report: Partial<Report> | null;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ComparisonError(`--compare ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof report?.suite !== 'string' || !Array.isArray(report.figures)) {
    throw new ComparisonError(`--compare ${file}: this is no report of a suite`);
  }
  if (report.suite !== suite) {
    throw new ComparisonError(`--compare ${file}: this is a report of "${report.suite}", not of "${suite}"`);
  }
  return report as Report;
}

/** All figures of both, those of now first. `noise`: percent by which a figure may move and still be the same. */
export function compareFigures(
  before: readonly Figure[],
  now: readonly Figure[],
  noise: number,
): readonly ComparedFigure[] {
  const earlier = new Map(before.map((figure) => [figure.name, figure]));
  const compared = now.map((figure): ComparedFigure => {
    const { name, unit, value } = figure;
    const old = earlier.get(name);
    earlier.delete(name);
    if (!old || old.unit !== unit) {
      return { name, unit, before: Number.NaN, now: value, ratio: Number.NaN, verdict: 'new' };
    }
    const ratio = old.value > 0 ? value / old.value : Number.NaN;
    return { name, unit, before: old.value, now: value, ratio, verdict: judge(old.value, figure, noise) };
  });
  const gone = Array.from(earlier.values(), ({ name, unit, value }): ComparedFigure => {
    return { name, unit, before: value, now: Number.NaN, ratio: Number.NaN, verdict: 'gone' };
  });
  return [...compared, ...gone];
}

/** What was 0 or less has no ratio: then it is worse where more is worse and there is some now, and better where more is better. */
function judge(before: number, { value, better }: Figure, noise: number): Verdict {
  const higher = better === 'higher';
  if (!(before > 0)) {
    if (!(value > 0)) return 'same';
    return higher ? 'better' : 'worse';
  }
  const band = 1 + noise / 100;
  if (value > before * band) return higher ? 'better' : 'worse';
  if (value < before / band) return higher ? 'worse' : 'better';
  return 'same';
}

/** Whether nothing has become worse. What is not measured any more cannot be told from what has stopped working: it counts as worse. */
export function holds(compared: readonly ComparedFigure[]): boolean {
  return !compared.some(({ verdict }) => verdict === 'worse' || verdict === 'gone');
}

const SIGNS: Readonly<Record<Verdict, string>> = {
  same: '',
  better: 'better',
  worse: 'WORSE',
  new: 'new',
  gone: 'GONE',
};

/** The comparison for people, and how it came out. */
export function comparisonOf(file: string, compared: readonly ComparedFigure[], noise: number): string {
  const shown = (value: number) =>
    Number.isNaN(value) ? '-' : value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 });
  const rows = compared.map(({ name, unit, before, now, ratio, verdict }) => [
    name,
    shown(before),
    shown(now),
    unit,
    Number.isNaN(ratio) ? '-' : `${ratio.toFixed(2)} times`,
    SIGNS[verdict],
  ]);
  const head = ['', 'before', 'now', '', 'ratio', ''];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] as string).length)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column > 2 ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
      )
      .join('  ')
      .trimEnd(),
  );
  const count = (wanted: Verdict) => compared.filter(({ verdict }) => verdict === wanted).length;
  const sum = (['worse', 'gone', 'better', 'new', 'same'] as const).map((verdict) => `${count(verdict)} ${verdict}`);
  return `beside ${file}, noise up to ${noise}%: ${sum.join(', ')}\n\n${lines.join('\n')}\n`;
}

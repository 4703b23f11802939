import { cpus, loadavg } from 'node:os';

/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
}

/** Where and when a suite ran. */
export interface Environment {
  readonly node: string;
  /** Absent where no browser took part. */
  readonly browser?: string;
  readonly cores: number;
  readonly cpu: string;
  /** Processes that wanted to run, averaged over the minute before the end: far above what the suite needs means a busy machine. */
  readonly load: number;
  readonly date: string;
}

export interface Report {
  readonly suite: string;
  readonly environment: Environment;
  readonly figures: readonly Figure[];
}

/** A figure, rounded to four significant digits: the rest would be noise. */
export function figure(name: string, value: number, unit: string, better: Figure['better'] = 'lower'): Figure {
  return { name, value: Number.isInteger(value) ? value : Number(value.toPrecision(4)), unit, better };
}

export function createReport(suite: string, figures: readonly Figure[], browser?: string): Report {
  const all = cpus();
  const environment: Environment = {
    node: process.version,
    ...(browser === undefined ? {} : { browser }),
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    load: Number((loadavg()[0] as number).toFixed(2)),
    date: new Date().toISOString(),
  };
  return { suite, environment, figures };
}

/** The report for people. */
export function tableOf({ suite, environment, figures }: Report): string {
  const { node, browser, cores, cpu, load, date } = environment;
  const rows = figures.map(({ name, value, unit, better }) => [
    name,
    value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 }),
    `${unit}`,
    `${better} is better`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const lines = rows.map(([name = '', value = '', unit = '', better = '']) =>
    [
      name.padEnd(widths[0] as number),
      value.padStart(widths[1] as number),
      unit.padEnd(widths[2] as number),
      better,
    ].join('  '),
  );
  const where = [
    `Node ${node}`,
    ...(browser === undefined ? [] : [browser]),
    `${cores} x ${cpu}`,
    `load ${load}`,
    date,
  ];
  return `${suite}: ${where.join(', ')}\n\n${lines.join('\n')}\n`;
}

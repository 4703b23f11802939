import { cpus } from 'node:os';

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
  /** Percent of all cores' time that other programs took in the second before the start: far above 0 means noise. */
  readonly busy: number;
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

/** Percent of the processor time of all cores that is in use, measured for a second. */
export async function measureBusy(): Promise<number> {
  const times = () => {
    const sum = { all: 0, idle: 0 };
    for (const { times } of cpus()) {
      for (const each of Object.values(times)) sum.all += each;
      sum.idle += times.idle;
    }
    return sum;
  };
  const before = times();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const now = times();
  return Math.round(100 * (1 - (now.idle - before.idle) / (now.all - before.all)));
}

export function createReport(suite: string, figures: readonly Figure[], busy: number, browser?: string): Report {
  const all = cpus();
  const environment: Environment = {
    node: process.version,
    ...(browser === undefined ? {} : { browser }),
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    busy,
    date: new Date().toISOString(),
  };
  return { suite, environment, figures };
}

/** The report for people. */
export function tableOf({ suite, environment, figures }: Report): string {
  const { node, browser, cores, cpu, busy, date } = environment;
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
    `${busy}% busy before`,
    date,
  ];
  return `${suite}: ${where.join(', ')}\n\n${lines.join('\n')}\n`;
}

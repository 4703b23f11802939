import type { Run } from './benchmark.js';
import type { BenchmarkSettings, StressSettings } from './stress-settings.js';

/** A figure as `npm run bench -- --json` has them. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
}

/** What the benchmark says, to be kept as JSON: numbers that are not known are null there. */
export interface BenchmarkResult {
  readonly suite: 'stress';
  /** ISO 8601. */
  readonly time: string;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly figures: readonly Figure[];
  readonly runs: readonly Run[];
}

/** Chromium's own. */
interface DeviceMemory {
  readonly deviceMemory?: number;
}

const FIGURES: readonly (readonly [name: string, unit: string, better: Figure['better'], of: (run: Run) => number])[] =
  [
    ['frames', 'frames/s', 'higher', ({ framesPerSecond }) => framesPerSecond],
    ['frame p99', 'ms', 'lower', ({ frameP99 }) => frameP99],
    ['script', 'ms/s', 'lower', ({ paintLoad }) => paintLoad],
    ['tick to paint p50', 'ms', 'lower', ({ tickToPaint }) => tickToPaint.p50],
    ['tick to paint p99', 'ms', 'lower', ({ tickToPaint }) => tickToPaint.p99],
  ];

const rounded = (value: number) => Number(value.toPrecision(4));

export function resultOf(
  runs: readonly Run[],
  { symbols, source, workers }: StressSettings,
  { seconds }: BenchmarkSettings,
): BenchmarkResult {
  const figures = runs
    .filter(({ ran }) => ran)
    .flatMap((run) =>
      FIGURES.map(([name, unit, better, of]) => ({
        ...{ name: `${run.way}, ${run.rate} ticks/s, ${symbols} tickers: ${name}`, value: of(run), unit, better },
      })),
    );
  return {
    suite: 'stress',
    time: new Date().toISOString(),
    environment: {
      browser: navigator.userAgent,
      cores: navigator.hardwareConcurrency,
      memory: (navigator as DeviceMemory).deviceMemory ?? null,
      window: `${innerWidth}x${innerHeight}`,
      scale: devicePixelRatio,
      isolated: crossOriginIsolated,
      ...{ symbols, source, workers, seconds },
    },
    figures: figures
      .filter(({ value }) => Number.isFinite(value))
      .map((each) => ({ ...each, value: rounded(each.value) })),
    runs,
  };
}

/** The result as text, with four digits. */
export function textOf(result: BenchmarkResult): string {
  const round = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? rounded(value) : value;
  return JSON.stringify(result, round, 2);
}

const write = (value: number, digits = 0) =>
  Number.isFinite(value) ? value.toLocaleString(undefined, { maximumFractionDigits: digits }) : '–';

/** Columns of the little table, behind rate and way. */
const COLUMNS: readonly ((run: Run) => string)[] = [
  ({ framesPerSecond }) => write(framesPerSecond),
  ({ frameP99 }) => write(frameP99),
  ({ longTasks }) => write(longTasks),
  ({ paintLoad }) => write(paintLoad),
  ({ tickToPaint }) => write(tickToPaint.p50, 1),
  ({ tickToPaint }) => write(tickToPaint.p99, 1),
  ({ ticksPerSecond }) => write(ticksPerSecond),
];

/** A row for each run. */
export function rowsOf(runs: readonly Run[]): readonly HTMLTableRowElement[] {
  return runs.map((run, index) => {
    const row = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = run.way;
    const rate = document.createElement('td');
    rate.textContent = write(run.rate);
    if (runs[index - 1]?.rate !== run.rate) row.className = 'first';
    const cells = COLUMNS.map((text) => {
      const cell = document.createElement('td');
      cell.textContent = run.ran ? text(run) : '–';
      return cell;
    });
    const note = document.createElement('td');
    note.textContent = run.reason;
    row.append(rate, head, ...cells, note);
    return row;
  });
}

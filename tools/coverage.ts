/**
 * Line coverage of `src/` and `gateway/`: the union of what the browser's tests and Node's ran. Only lines that hold code count, not
 * comments, types or blank lines; of a file that no test loaded, every such line counts as missed.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformWithOxc } from 'vite';
import { listFiles, ROOT } from './files.ts';
import { isMain } from './main.ts';

/** Least share of lines, in percent. */
const LEAST = 90;

/** Written by the runs of the tests; one that is missing did not run. */
const REPORTS = [
  'coverage/browser/lcov.info',
  'coverage/browser-unisolated/lcov.info',
  'coverage/browser-firefox/lcov.info',
  'coverage/node/lcov.info',
];

/** Hits by line number, by file. */
type Hits = Map<string, Map<number, number>>;

/** Lines of code of one file, and those that no test ran. */
export interface FileCoverage {
  readonly file: string;
  readonly lines: number;
  readonly missed: readonly number[];
}

/** Adds an lcov report to the hits: of two counts for one line, the larger one stays. */
export function mergeLcov(report: string, hits: Hits, root = ROOT): void {
  let lines = new Map<number, number>();
  for (const line of report.split('\n')) {
    if (line.startsWith('SF:')) {
      const file = path.relative(root, path.resolve(root, line.slice(3))).replaceAll('\\', '/');
      lines = hits.get(file) ?? new Map();
      hits.set(file, lines);
    } else if (line.startsWith('DA:')) {
      const [number = 0, count = 0] = line.slice(3).split(',').map(Number);
      lines.set(number, Math.max(count, lines.get(number) ?? 0));
    }
  }
}

/** The numbers of the lines that are left of a TypeScript source once types and comments are gone. */
export async function codeLines(file: string, source: string): Promise<Set<number>> {
  const { map } = await transformWithOxc(source, file, { sourcemap: true });
  const mappings: string = map && 'mappings' in map ? map.mappings : '';
  const lines = new Set<number>();
  let line = 1;
  for (const segment of mappings.split(/[,;]/)) {
    const fields = decodeVlq(segment);
    if (fields.length < 4) continue;
    line += fields[2] ?? 0;
    lines.add(line);
  }
  const text = source.split('\n');
  for (const number of lines) if (/^[\s{}()[\];,]*$/.test(text[number - 1] ?? '')) lines.delete(number);
  return lines;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The fields of one segment of a source map: base64 digits of five bits each, the sign in the lowest. */
function decodeVlq(segment: string): number[] {
  const fields: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of segment) {
    const digit = DIGITS.indexOf(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    fields.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return fields;
}

/** Coverage of every source file, from the reports that are there. */
export async function measureCoverage(): Promise<FileCoverage[]> {
  const hits: Hits = new Map();
  for (const report of REPORTS) {
    const file = path.join(ROOT, report);
    if (existsSync(file)) mergeLcov(readFileSync(file, 'utf8'), hits);
  }
  const files = [...listFiles('src', /(?<!\.d)\.ts$/), ...listFiles('gateway', /(?<!\.d)\.ts$/)];
  return Promise.all(
    files.map(async (file) => {
      const lines = await codeLines(file, readFileSync(path.join(ROOT, file), 'utf8'));
      const ran = hits.get(file);
      return { file, lines: lines.size, missed: [...lines].filter((line) => !ran?.get(line)).sort((a, b) => a - b) };
    }),
  );
}

/** Percent of the lines that ran; 100 where there is no code. */
export function percent(files: readonly FileCoverage[]): number {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const missed = files.reduce((sum, file) => sum + file.missed.length, 0);
  return lines === 0 ? 100 : (100 * (lines - missed)) / lines;
}

/** What to print: the total, the files that miss most, and whether it is enough. */
export async function reportCoverage(worst = 12): Promise<{ enough: boolean; text: string }> {
  const files = await measureCoverage();
  const total = percent(files);
  const missing = files.filter(({ missed }) => missed.length > 0).sort((a, b) => b.missed.length - a.missed.length);
  const lines = missing
    .slice(0, worst)
    .map((one) => `  ${percent([one]).toFixed(0).padStart(3)}%  ${one.file}: ${ranges(one.missed)}`);
  const heading = `${total.toFixed(1)}% of lines covered (at least ${LEAST}%)`;
  return { enough: total >= LEAST, text: [heading, ...lines].join('\n') };
}

/** `3-5, 9`, cut short where there are many. */
function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    const first = numbers[at] ?? 0;
    let last = first;
    while (numbers[++at] === last + 1) last++;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.length > 8 ? `${parts.slice(0, 8).join(', ')}, ...` : parts.join(', ');
}

if (isMain(import.meta.url)) {
  const { enough, text } = await reportCoverage(Number.POSITIVE_INFINITY);
  console.log(text);
  if (!enough) process.exitCode = 1;
}

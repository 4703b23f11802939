/** The steps of `npm test` that run a test runner, and how its counts are read from what it prints. */
import { MARK } from '../test/tools/totals-reporter.mjs';
import { capture } from './command.ts';
import { listFiles } from './files.ts';

/** A test that failed, by its file; where a file breaks beside its tests, it has no name. */
export interface Failure {
  readonly file: string;
  readonly name: string;
  /** The first line of what went wrong. */
  readonly reason: string;
}

/** What a step found. A check that is no test counts as one. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** The tests among `failed`, for the last lines of a run. */
  readonly failures?: readonly Failure[];
  /** Tests that failed, and passed when their file ran once more by itself: counted as passed, and told. */
  readonly unsteady?: readonly Failure[];
  /** Names of what did not run. */
  readonly skipped: readonly string[];
  /** What to print: always where it failed. */
  readonly output: string;
}

/** Node tests that finish quickly and need no build; those named `*.soak.node.test.ts` and `*.built.node.test.ts` do not. */
export function nodeTests(): string[] {
  return listFiles('test', /\.node\.test\.ts$/).filter((file) => !/\.(soak|built)\.node\.test\.ts$/.test(file));
}

/** Node tests of the built package. */
export const builtNodeTests = (): string[] => listFiles('test', /\.built\.node\.test\.ts$/);

/** Two files at a time: many wait for a browser or a server for most of their time, and the runner alone would take one on two cores. */
const NODE = [
  '--import',
  'tsx',
  '--import',
  './tools/node-wat.ts',
  '--test',
  '--test-concurrency=2',
  '--test-reporter',
  'spec',
];

/** Runs node tests; `coverage` writes coverage/node/lcov.info. */
export async function runNodeTests(files: readonly string[], coverage: boolean): Promise<Outcome> {
  if (files.length === 0) return nothing('node tests');
  const c8 = [
    'c8',
    '--reporter',
    'lcovonly',
    '--reports-dir',
    'coverage/node',
    '--temp-directory',
    'coverage/node/tmp',
  ];
  const rooms = ['--include', 'src/**/*.ts', '--include', 'gateway/**/*.ts', '--exclude', '**/*.d.ts'];
  const { code, output } = coverage
    ? await capture('npx', [...c8, ...rooms, 'node', ...NODE, ...files])
    : await capture('node', [...NODE, ...files]);
  return onceMore(readSpec(output, code), async (failed) => {
    const again = await capture('node', [...NODE, ...failed]);
    return readSpec(again.output, again.code);
  });
}

/** With more files than this the fault is not a moment's. */
const FEW = 3;

/** Gives a few files that failed a second run by themselves, as a machine under load may stretch a moment beyond any limit. */
export async function onceMore(
  first: Outcome,
  rerun: (files: readonly string[]) => Promise<Outcome>,
): Promise<Outcome> {
  const failures = first.failures ?? [];
  const files = [...new Set(failures.map(({ file }) => file))];
  if (files.length === 0 || files.length > FEW || failures.length < first.failed) return first;
  const second = await rerun(files);
  if (second.failed > 0) return { ...first, output: first.output + second.output };
  return { ...first, passed: first.passed + first.failed, failed: 0, failures: [], unsteady: failures };
}

/** One line for people. */
export function describeFailure({ file, name, reason }: Failure): string {
  return `${[file, name].filter(Boolean).join(': ')}${reason ? `: ${reason}` : ''}`;
}

/** Reads the counts at the end of the spec reporter's output. */
export function readSpec(output: string, code: number): Outcome {
  const count = (what: string) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const skipped = [...output.matchAll(/^\s*﹣ (.*?)(?: \([\d.]+ms\))?(?: # (.*))?$/gm)].map(([, name = '', reason]) =>
    reason && reason !== 'SKIP' ? `${name} (${reason})` : name,
  );
  const failed = count('fail') + count('cancelled');
  const told = output.slice(output.lastIndexOf('✖ failing tests:'));
  const failures = [...told.matchAll(/^test at (.+?):\d+:\d+\n✖ (.*?)(?: \([\d.]+ms\))?\n\s*(.*)$/gm)].map(
    ([, file = '', name = '', reason = '']) => ({ file, name, reason }),
  );
  return { passed: count('pass'), failed: code !== 0 && failed === 0 ? 1 : failed, failures, skipped, output };
}

/** Runs browser tests with the settings of web-test-runner.config.mjs. */
export async function runBrowserTests(env: NodeJS.ProcessEnv, echo = false): Promise<Outcome> {
  const { code, output } = await capture('npx', ['wtr'], { env, echo });
  return onceMore(readTotals(output, code), async (failed) => {
    const again = await capture('npx', ['wtr', '--files', ...failed], { env: { ...env, COVERAGE: '' }, echo });
    return readTotals(again.output, again.code);
  });
}

/** Reads the line of totals-reporter.mjs. */
export function readTotals(output: string, code: number): Outcome {
  const start = output.lastIndexOf(MARK);
  if (start < 0) return { passed: 0, failed: 1, skipped: [], output };
  const json = output.slice(start + MARK.length).split('\n')[0] ?? '';
  const totals: Omit<Outcome, 'output'> = JSON.parse(json);
  return { ...totals, failed: code !== 0 && totals.failed === 0 ? 1 : totals.failed, output };
}

/** The outcome of a step of two parts. */
export function together(first: Outcome, second: Outcome): Outcome {
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    failures: [...(first.failures ?? []), ...(second.failures ?? [])],
    unsteady: [...(first.unsteady ?? []), ...(second.unsteady ?? [])],
    skipped: [...first.skipped, ...second.skipped],
    output: [first, second].map(({ failed, output }) => (failed ? output : '')).join(''),
  };
}

/** The outcome of a step that has nothing to do. */
export function nothing(what: string): Outcome {
  return { passed: 0, failed: 0, skipped: [], output: `no ${what}` };
}

/** The outcome of a check that is no test: passed unless it found something to say against it. */
export function check(problems: string): Outcome {
  const failed = problems ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: [], output: problems };
}

/** The outcome of a command that must succeed. */
export async function command(name: string, ...args: string[]): Promise<Outcome> {
  const { code, output } = await capture(name, args);
  return check(code === 0 ? '' : output || `${name} failed with ${code}`);
}

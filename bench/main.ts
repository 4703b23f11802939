/**
 * Repeatable measurements: `npm run bench -- SUITE [--json] [--out FILE] [--compare FILE]`. A suite (`suites.ts`) returns figures;
 * what runs in the browser lies in `page/`, what drives the browser in `browser/`, results that were kept in `results/`.
 * docs/performance.md says what each figure means and how it is measured.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ComparisonError, compareFigures, comparisonOf, holds, readReport } from './compare.ts';
import { createReport, measureBusy, tableOf } from './report.ts';
import { type LoadOptions, SUITES, type Suite } from './suites.ts';

const HELP = `npm run bench -- SUITE [--json] [--out FILE] [--compare FILE]

${Object.entries(SUITES)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

  --json          print one JSON object instead of a table
  --out FILE      write that JSON object to a file as well, and a plot beside it where the suite has one
  --compare FILE  set each figure beside that of an earlier --out FILE; exit code 1 where one has become worse
  --noise N       percent by which a figure may move and still be the same (default 15)

Of board and peers
  --seconds N     length of one round, 1 to 60 (default 8)
  --quick         one round of 3 seconds, for a look
  --only TEXT     only what has this in its name
`;

const OPTIONS = {
  json: { type: 'boolean' },
  out: { type: 'string' },
  compare: { type: 'string' },
  noise: { type: 'string' },
  seconds: { type: 'string' },
  quick: { type: 'boolean' },
  only: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

/** A command line that cannot be followed. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function numberOf(flag: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new UsageError(`${flag} ${text}: expected a number from ${least} to ${most}`);
}

/** The suite and what it is asked, or what is wrong with the command line. */
function read(
  args: string[],
): { name: string; suite: Suite; values: Values; load: LoadOptions; noise: number } | 'help' {
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return 'help';
  const [name = ''] = positionals;
  const suite = SUITES[name];
  if (!suite || positionals.length !== 1) {
    throw new UsageError(name ? `no suite "${positionals.join(' ')}"` : 'which suite?');
  }
  for (const flag of ['seconds', 'quick', 'only'] as const) {
    if (values[flag] !== undefined && !suite.underLoad) throw new UsageError(`--${flag} does not belong to ${name}`);
  }
  const { quick = false, only = '' } = values;
  const seconds = values.seconds === undefined ? (quick ? 3 : 8) : numberOf('--seconds', values.seconds, 1, 60);
  const noise = values.noise === undefined ? 15 : numberOf('--noise', values.noise, 0, 1000);
  return { name, suite, values, load: { seconds, rounds: quick ? 1 : 3, only }, noise };
}

async function run(args: string[]): Promise<number> {
  const asked = read(args);
  if (asked === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { name, suite, values, load, noise } = asked;
  const before = values.compare === undefined ? undefined : readReport(values.compare, name);
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const busy = await measureBusy();
  const { browser, figures, plot } = await (await suite.load())(progress, load);
  const report = createReport(name, figures, busy, browser);
  const json = JSON.stringify(report, undefined, 2);
  process.stdout.write(values.json ? `${json}\n` : tableOf(report));
  if (values.out !== undefined) {
    writeFileSync(values.out, `${json}\n`);
    if (plot) writeFileSync(path.join(path.dirname(values.out), `${path.parse(values.out).name}.svg`), plot);
  }
  if (!before) return 0;
  // what was left out on purpose is not gone
  const figuresBefore = before.figures.filter((figure) => figure.name.includes(load.only));
  const compared = compareFigures(figuresBefore, figures, noise);
  // a JSON object stays alone
  const output = values.json ? process.stderr : process.stdout;
  output.write(`\n${comparisonOf(values.compare as string, compared, noise)}`);
  return holds(compared) ? 0 : 1;
}

async function main(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`bench: ${error.message}\n\n${HELP}`);
    else if (error instanceof ComparisonError) process.stderr.write(`bench: ${error.message}\n`);
    else throw error;
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));

/**
 * Repeatable measurements: `npm run bench -- SUITE [--json] [--out FILE]`. A suite (`suites.ts`) returns figures; what runs
 * in the browser lies in `page/`, what drives the browser in `browser/`, results that were kept in `results/`.
 * docs/performance.md says what each figure means and how it is measured.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createReport, measureBusy, tableOf } from './report.ts';
import { SUITES } from './suites.ts';

const HELP = `npm run bench -- SUITE [--json] [--out FILE]

${Object.entries(SUITES)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

  --json       print one JSON object instead of a table
  --out FILE   write that JSON object to a file as well, and a plot beside it where the suite has one
`;

const OPTIONS = { json: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean' } } as const;

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true; args: string[] }>>;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [name = ''] = positionals;
  const suite = SUITES[name];
  if (!suite || positionals.length !== 1) {
    process.stderr.write(`bench: ${name ? `no suite "${positionals.join(' ')}"` : 'which suite?'}\n\n${HELP}`);
    return 2;
  }
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const busy = await measureBusy();
  const { browser, figures, plot } = await (await suite.load())(progress);
  const report = createReport(name, figures, busy, browser);
  const json = JSON.stringify(report, undefined, 2);
  process.stdout.write(values.json ? `${json}\n` : tableOf(report));
  if (values.out !== undefined) {
    writeFileSync(values.out, `${json}\n`);
    if (plot) writeFileSync(path.join(path.dirname(values.out), `${path.parse(values.out).name}.svg`), plot);
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));

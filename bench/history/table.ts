/** Prints the table of docs/performance.md from the results that were kept: `npx tsx bench/history/table.ts`. */
import { readFileSync } from 'node:fs';
import type { Report } from '../report.ts';

const FILE = new URL('../results/kernels.json', import.meta.url);
/** What is asked of us. */
const TIMES = 2;

const { figures } = JSON.parse(readFileSync(FILE, 'utf8')) as Report;
const values = new Map(figures.map(({ name, value }) => [name, value]));
const met = { Node: 0, browser: 0 };

/** How many times longer the fastest library takes, in bold where that is too little. */
function fastest(where: keyof typeof met, indicator: string): string {
  const begin = `${where}: history, ${indicator}, fastest library / ours (`;
  const found = figures.find(({ name }) => name.startsWith(begin));
  if (!found) return '';
  const times = found.value.toFixed(1);
  if (found.value >= TIMES) met[where]++;
  return `${found.value >= TIMES ? times : `**${times}**`}, ${found.name.slice(begin.length, -1)}`;
}

const indicators = figures.flatMap(({ name }) => /^Node: history, (.+), ours$/.exec(name)?.[1] ?? []);
const rows = indicators.map((indicator) => {
  const own = (what: string) => values.get(`Node: history, ${indicator}, ${what}`)?.toFixed(1);
  const cells = [
    indicator,
    own('ours'),
    own('kernel alone'),
    fastest('Node', indicator),
    fastest('browser', indicator),
  ];
  return `| ${cells.join(' | ')} |`;
});
process.stdout.write(`| indicator | ours, ns a value (Node) | kernel alone | times the fastest library takes, Node | browser |
|---|--:|--:|---|---|
${rows.join('\n')}

${met.Node} of ${indicators.length} in Node, ${met.browser} in the browser
`);

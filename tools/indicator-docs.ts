/**
 * Writes the generated parts of docs/indicators.md: what the catalog says of every indicator, and what its kernel does with a gap. They
 * stand between `<!-- begin NAME -->` and `<!-- end NAME -->`; the text around them is written by hand. `npm run docs:indicators`
 * writes the file; a test fails where the committed one is not what the sources say.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rangeOf } from '../src/indicators/arguments.js';
import { CATALOG, type CatalogEntry, type Output, signature } from '../src/indicators/catalog/index.js';
import { ROOT } from './files.ts';
import { afterGap, callOf, firstBars, type Gap } from './indicator-behaviour.ts';
import { EXAMPLES } from './indicator-examples.ts';
import { isMain } from './main.ts';

const FILE = 'docs/indicators.md';

const GROUPS: Readonly<Record<CatalogEntry['group'], string>> = {
  averages: 'Averages',
  statistics: 'Statistics',
  oscillators: 'Oscillators',
  bands: 'Bands',
  trend: 'Trend',
  volume: 'Volume',
  relations: 'Relations',
};

/** The document as it should be: the committed one with its generated parts written anew. */
export async function indicatorDocument(): Promise<string> {
  const text = readFileSync(path.join(ROOT, FILE), 'utf8');
  return replacePart(replacePart(text, 'index', index()), 'indicators', await sections());
}

/** Throws an Error where the text has no such part. */
function replacePart(text: string, name: string, part: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`${FILE} has no part between ${begin} and ${end}`);
  return `${text.slice(0, from)}\n\n${part.trim()}\n\n${text.slice(to)}`;
}

/** The entries of each group, in the order of the catalog. */
function groups(): [title: string, entries: CatalogEntry[]][] {
  return Object.entries(GROUPS).map(([group, title]) => [
    title,
    [...CATALOG.values()].filter((entry) => entry.group === group),
  ]);
}

function index(): string {
  const rows = groups().flatMap(([title, entries]) =>
    entries.map((entry, at) => {
      const group = at === 0 ? `[${title}](#${title.toLowerCase()})` : '';
      return `| ${group} | [\`${signature(entry)}\`](#${entry.name}) | ${entry.title} |`;
    }),
  );
  return ['| | called as | |', '|---|---|---|', ...rows].join('\n');
}

async function sections(): Promise<string> {
  const texts: string[] = [];
  for (const [title, entries] of groups()) {
    texts.push(`## ${title}`);
    for (const entry of entries) texts.push(await section(entry));
  }
  return texts.join('\n\n');
}

async function section(entry: CatalogEntry): Promise<string> {
  const { name, title, summary, formula, source, flat, outputs } = entry;
  const gaps = await afterGap(entry);
  const lasting = (gaps[0] as Gap).lasting;
  const behind = lasting
    ? 'what was reached before is kept, and goes on after it'
    : 'once past, it leaves nothing behind';
  return `### ${name}

**${title}.** ${summary}

\`\`\`
${signature(entry)}
\`\`\`

${[...inputTable(entry), ...(await outputTable(entry, gaps))].join('\n')}

\`\`\`
${formula.replaceAll('; ', '\n')}
\`\`\`

${[
  ...(source === 'arithmetic' ? [] : [`- Source: ${source}.`]),
  ...(flat ? [`- Where nothing moves: ${flat}.`] : []),
  `- After a gap: ${behind}.${outputs.some(({ shown }) => !shown) ? '\n- *On request*: not shown in a tile unless it is picked.' : ''}`,
].join('\n')}

${example(name)}`;
}

/** What it is called with. */
function inputTable({ series, parameters }: CatalogEntry): string[] {
  const rows = [
    ...series.map(({ name, otherwise, meaning }) => [name, otherwise ?? '', meaning] as const),
    ...parameters.map((one) => [one.name, String(one.otherwise), `${one.meaning}; ${rangeOf(one)}`] as const),
  ];
  if (rows.length === 0) return [];
  const lines = rows.map(([name, otherwise, meaning]) => {
    return `| \`${name}\` | ${otherwise && `\`${otherwise}\``} | ${meaning} |`;
  });
  return ['| argument | default | |', '|---|---|---|', ...lines, ''];
}

/** What it gives, with the defaults. */
async function outputTable(entry: CatalogEntry, gaps: readonly Gap[]): Promise<string[]> {
  const firsts = await firstBars(entry);
  const several = entry.outputs.length > 1;
  const lines = entry.outputs.map((output, at) => {
    const { first, later } = firsts[at] as (typeof firsts)[number];
    const name = several ? `${entry.name}.${output.name}` : callOf(entry);
    const meaning = `${output.meaning}${output.shown ? '' : ', *on request*'}`;
    const from = `${first + 1}${later ? ' at the earliest' : ''}`;
    return `| \`${name}\` | ${unitOf(entry, output)} | ${from} | ${unknownBars((gaps[at] as Gap).hidden)} | ${meaning} |`;
  });
  return ['| output | unit | first bar | unknown after a gap | |', '|---|---|---|---|---|', ...lines];
}

function unitOf({ series }: CatalogEntry, { unit }: Output): string {
  if (unit === 'boolean') return '1 or 0';
  return unit === 'same' ? `that of \`${series[0]?.name}\`` : unit;
}

/** The bars whose results a gap hides, counted from it: `0 to 19`. */
function unknownBars(hidden: readonly number[]): string {
  const stretches: [number, number][] = [];
  for (const bar of hidden) {
    const last = stretches.at(-1);
    if (last && last[1] === bar - 1) last[1] = bar;
    else stretches.push([bar, bar]);
  }
  return stretches.map(([from, to]) => (from === to ? from : `${from} to ${to}`)).join(' and ');
}

function example(name: string): string {
  const found = EXAMPLES[name];
  if (!found) throw new Error(`tools/indicator-examples.ts has no example of ${name}`);
  return `\`\`\`html
<ticker-widget symbol="BTC-USD" interval="1m" indicators="${found.indicators}">
  <price-alert name="${found.name}" when="${found.when}"></price-alert>
</ticker-widget>
\`\`\``;
}

if (isMain(import.meta.url)) writeFileSync(path.join(ROOT, FILE), await indicatorDocument());

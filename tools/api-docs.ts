/**
 * Writes docs/api: a page for each element, from custom-elements.json alone, and an index of them. `npm run docs:api` writes the files;
 * a test fails where the committed ones are not what the manifest says. What is not in the manifest stands in `PAGES` below: where the
 * element's guide is, and its pictures.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './files.ts';
import { isMain } from './main.ts';

const FOLDER = 'docs/api';

/** A text of the manifest, and what it is of. */
interface Named {
  readonly name: string;
  readonly description?: string;
}

interface Typed extends Named {
  readonly type?: { readonly text: string };
  readonly default?: string;
}

interface Attribute extends Typed {
  readonly fieldName?: string;
}

interface Member extends Typed {
  readonly kind: 'field' | 'method';
  readonly attribute?: string;
  readonly readonly?: boolean;
  readonly privacy?: string;
  readonly inheritedFrom?: unknown;
  readonly parameters?: readonly Typed[];
  readonly return?: { readonly type?: { readonly text: string } };
}

/** What the manifest says of one element. */
export interface ElementPart {
  readonly tagName: string;
  readonly name: string;
  readonly summary?: string;
  readonly attributes?: readonly Attribute[];
  readonly members?: readonly Member[];
  readonly events?: readonly Typed[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Typed[];
  readonly cssStates?: readonly Named[];
}

interface Manifest {
  readonly modules: readonly { readonly path: string; readonly declarations?: readonly Partial<ElementPart>[] }[];
}

/** Guides that are no section of docs/elements.md. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  'data-feed': ['[Feeds](../feeds.md)', '[Isolation](../isolation.md)', '[Market table](../market-table.md)'],
  'ticker-widget': ['[Indicators](../indicators.md)'],
  'price-alert': ['[Indicators](../indicators.md)'],
  'performance-monitor': ['[Performance](../performance.md)'],
};

/** The elements of the committed manifest, by tag. */
export function elementParts(): ElementPart[] {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(ROOT, 'custom-elements.json'), 'utf8'));
  return manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter((part): part is ElementPart => part.tagName !== undefined)
    .sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
}

/** Every page as it should be, by its name in docs/api. */
export function apiPages(): Map<string, string> {
  const parts = elementParts();
  return new Map([['README.md', index(parts)], ...parts.map((part) => [`${part.tagName}.md`, page(part)] as const)]);
}

/** Names of the pages that are not what the manifest says, or should not be there. */
export function oldApiPages(): string[] {
  const pages = apiPages();
  const folder = path.join(ROOT, FOLDER);
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const differ = [...pages].filter(
    ([name, text]) => !there.includes(name) || readFileSync(path.join(folder, name), 'utf8') !== text,
  );
  return [...differ.map(([name]) => name), ...there.filter((name) => !pages.has(name))];
}

function index(parts: readonly ElementPart[]): string {
  const rows = parts.map(({ tagName, summary }) => [`[\`<${tagName}>\`](${tagName}.md)`, flowing(summary)]);
  return `# Elements, in full

${NOTE}

${table(['element', ''], rows)}

[What they are for, and how they go together](../elements.md). The package has all of this as \`custom-elements.json\` too, for editors and
catalogs.
`;
}

const NOTE = '<!-- made from custom-elements.json by npm run docs:api -->';

function page(part: ElementPart): string {
  const { tagName, name, members = [] } = part;
  const fields = members.filter((member) => member.kind === 'field' && isPublic(member));
  const guides = [`[Guide](../elements.md#${tagName})`, ...(MORE[tagName] ?? []), '[All elements](README.md)'];
  const sections = [
    section('Attributes', ['attribute', 'property', 'type', 'default', ''], attributeRows(part, fields)),
    section('Properties', ['property', 'type', 'default', ''], propertyRows(fields)),
    section('Methods', ['method', 'gives', ''], methodRows(members)),
    section('Events', ['event', 'type', ''], (part.events ?? []).filter(told).map(eventRow)),
    section(
      'Slots',
      ['slot', ''],
      (part.slots ?? []).map(({ name: slot, ...rest }) => [slotName(slot), says(rest)]),
    ),
    section(
      'States',
      ['state', ''],
      (part.cssStates ?? []).map((one) => [code(`:state(${one.name})`), says(one)]),
    ),
    section(
      'Parts',
      ['part', ''],
      (part.cssParts ?? []).map((one) => [code(`::part(${one.name})`), says(one)]),
    ),
    section('Custom properties', ['property', 'default', ''], (part.cssProperties ?? []).map(propertyRow)),
  ];
  return `# \`<${tagName}>\`

${NOTE}

${flowing(part.summary)}
${picture(tagName)}
${guides.join(' · ')}

\`\`\`js
import 'ticklane/elements/${tagName}.js'; // this element alone; its class is \`${name}\` of ticklane/classes
\`\`\`
${sections.filter((text) => text !== '').join('')}`;
}

const isPublic = ({ privacy, inheritedFrom }: Member) => !privacy && !inheritedFrom;
const told = ({ description }: Named) => Boolean(description);

function attributeRows({ attributes = [] }: ElementPart, fields: readonly Member[]): string[][] {
  return attributes.map(({ name, fieldName, type, default: otherwise, description }) => {
    const field = fields.find((one) => one.name === fieldName);
    return [
      code(name),
      fieldName ? code(fieldName) : '',
      typeCell(type ?? field?.type),
      defaultCell(otherwise ?? field?.default),
      flowing(description ?? field?.description),
    ];
  });
}

function propertyRows(fields: readonly Member[]): string[][] {
  return fields
    .filter(({ attribute }) => attribute === undefined)
    .map((field) => [
      code(field.name),
      typeCell(field.type),
      field.readonly ? 'read-only' : defaultCell(field.default),
      says(field),
    ]);
}

function methodRows(members: readonly Member[]): string[][] {
  return members
    .filter((member) => member.kind === 'method' && isPublic(member))
    .map((method) => {
      const parameters = (method.parameters ?? []).map(({ name, type, default: otherwise }) => {
        const shown = name.startsWith('{') ? 'options' : name;
        return `${shown}${otherwise === undefined ? '' : '?'}${type ? `: ${type.text}` : ''}`;
      });
      return [code(`${method.name}(${parameters.join(', ')})`), typeCell(method.return?.type), says(method)];
    });
}

const eventRow = (event: Typed) => [code(event.name), typeCell(event.type), says(event)];
const propertyRow = (one: Typed) => [code(one.name), one.default ? code(one.default) : '', says(one)];
const slotName = (name: string) => (name ? code(name) : 'without a name');

/** A picture in light and dark, where there is one. */
function picture(tagName: string): string {
  if (!existsSync(path.join(ROOT, `docs/images/${tagName}-light.webp`))) return '';
  return `
<picture>
  <source media="(prefers-color-scheme: dark)" srcset="../images/${tagName}-dark.webp">
  <img src="../images/${tagName}-light.webp" alt="${tagName}, as it looks" width="720">
</picture>
`;
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length > 0 ? `\n## ${title}\n\n${table(head, rows)}\n` : '';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A text of the sources on one line of a table. */
const flowing = (text = '') => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const says = ({ description }: Omit<Named, 'name'>) => flowing(description);
const code = (text: string) => `\`${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``;
const typeCell = (type: { readonly text: string } | undefined) => (type ? code(type.text) : '');

/** A default as one writes it; empty where it is nothing. */
function defaultCell(text: string | undefined): string {
  if (text === undefined || ["''", '""', 'null', 'undefined', 'false'].includes(text)) return '';
  return code(text.replace(/^'(.*)'$/, '$1'));
}

if (isMain(import.meta.url)) {
  const folder = path.join(ROOT, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of apiPages()) writeFileSync(path.join(folder, name), text);
}

/**
 * Types of the tags in the templates of React, Vue and Svelte, made from the manifest: src/bindings/react-tags.ts and so on. `npm run manifest` writes
 * them; `npm test` fails where the committed ones are not what the manifest says.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { ROOT } from './files.ts';
import { type ElementParts, elementsOf, oneLine } from './manifest-parts.ts';

/** A framework's way to name tags, their attributes and their events. */
interface Dialect {
  /** What stands before the tags. */
  readonly head: string;
  /** What goes around the props of a tag; `base`: the class of its element. */
  tag(props: string, base: string): string;
  /** The prop that hears an event. */
  readonly handlers: (event: string) => readonly string[];
  /** Tells the framework. */
  readonly foot: string;
  /** Whether attributes are written as in HTML, too, beside the properties: `stale-after`. */
  readonly dashes: boolean;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const DIALECTS: Readonly<Record<string, Dialect>> = {
  react: {
    head: `import type { ClassAttributes, HTMLAttributes } from 'react';

/** What every element has, and what this one has of its own. */
type Tag<Class, Props> = ClassAttributes<Class> & Omit<HTMLAttributes<Class>, keyof Props> & Props;
`,
    tag: (props, base) => `Tag<\n    ${base},\n    ${props}\n  >`,
    handlers: (event) => [`on${event}`],
    foot: `declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends TicklaneTags {}
  }
}
`,
    dashes: true,
  },
  vue: {
    head: `import type { HTMLAttributes, PublicProps } from 'vue';

/** What every element has, and what this one has of its own. */
type Tag<Props> = new () => { $props: PublicProps & Omit<HTMLAttributes, keyof Props> & Props };
`,
    tag: (props) => `Tag<${props}>`,
    handlers: (event) => [`on${capital(event)}`],
    foot: `declare module 'vue' {
  interface GlobalComponents extends TicklaneTags {}
}
`,
    dashes: false,
  },
  svelte: {
    head: `import type { HTMLAttributes } from 'svelte/elements';

/** What every element has, and what this one has of its own. */
type Tag<Class extends EventTarget, Props> = Omit<HTMLAttributes<Class>, keyof Props> & Props;
`,
    tag: (props, base) => `Tag<\n    ${base},\n    ${props}\n  >`,
    // as Svelte 5 and Svelte 4 write it
    handlers: (event) => [`on${event}`, `on:${event}`],
    foot: `declare module 'svelte/elements' {
  interface SvelteHTMLElements extends TicklaneTags {}
}
`,
    dashes: true,
  },
};

/** The modules with types of tags, relative to the repository, as the manifest has them. `manifest`: custom-elements.json. */
export function tagTypes(manifest: string): Map<string, string> {
  const elements = elementsOf(manifest);
  const places = publicPlaces();
  return new Map(
    Object.entries(DIALECTS).map(([name, dialect]) => [
      `src/bindings/${name}-tags.ts`,
      moduleText(name, dialect, elements, places),
    ]),
  );
}

function moduleText(
  name: string,
  dialect: Dialect,
  elements: readonly ElementParts[],
  places: ReadonlyMap<string, string>,
): string {
  const deep = name === 'vue' ? '    ' : '      ';
  const tags = elements.map((element) => {
    const props = `{\n${propLines(element, dialect, deep)}${deep.slice(2)}}`;
    return `${comment(element.summary, '  ')}  '${element.tagName}': ${dialect.tag(props, element.name)};\n`;
  });
  const body = tags.join('');
  return `/** The tags in templates of ${capital(name)}. Made from custom-elements.json by \`npm run manifest\`: not to be edited. */
${imports(body, places)}${dialect.head}
export interface TicklaneTags {
${body}}

${dialect.foot}`;
}

function propLines(element: ElementParts, dialect: Dialect, indent: string): string {
  const { members, attributes, events, name } = element;
  const lines: string[] = [];
  const add = (key: string, type: string, description?: string) =>
    lines.push(
      `${comment(description, indent)}${indent}${/^\w+$/.test(key) ? key : `'${key}'`}?: ${type} | undefined;\n`,
    );
  for (const member of members) {
    if (member.kind !== 'field' || member.readonly) continue;
    const attribute = attributes.find(({ fieldName }) => fieldName === member.name);
    const type = propertyType(member.name, name, attribute?.type?.text);
    add(member.name, type, member.description);
    if (attribute && attribute.name !== member.name && dialect.dashes) add(attribute.name, type, member.description);
  }
  for (const event of events)
    for (const key of dialect.handlers(event.name))
      add(key, `((event: ${event.type?.text}) => void) | null`, event.description);
  return lines.join('');
}

/** What a prop may be: texts where an attribute is a number, as templates write it, and null, which is the default. */
function propertyType(property: string, base: string, attribute?: string): string {
  const parts = attribute?.split(' | ') ?? [];
  const isPlain = parts.length > 0 && parts.every((part) => /^('.*'|string|number|boolean|null)$/.test(part));
  const own = isPlain ? parts : [`${base}['${property}']`];
  const listed = parts.some((part) => part.startsWith("'"));
  // with texts beside it, a string would hide them from editors
  const all = own.map((part) => (part === 'string' && listed ? '(string & {})' : part));
  if (parts.includes('number') && !parts.includes('string')) all.push(`\`\${number}\``);
  return [...new Set([...all, 'null'])].join(' | ');
}

/** Where the types are that users may name: as src/classes.ts exports them. */
function publicPlaces(): Map<string, string> {
  const file = 'src/classes.ts';
  const { staticExports } = parseSync(file, readFileSync(path.join(ROOT, file), 'utf8')).module;
  const entries = staticExports.flatMap(({ entries }) => entries);
  return new Map(entries.map(({ exportName, moduleRequest }) => [exportName.name ?? '', moduleRequest?.value ?? '']));
}

/** Imports of the types that a text names. Throws where one is not public. */
function imports(text: string, places: ReadonlyMap<string, string>): string {
  const code = text.replace(/\/\*\*.*?\*\//gs, '').replace(/'[^'\n]*'/g, '');
  const names = new Set(code.match(/\b(?!Tag\b)[A-Z]\w+/g));
  const byPlace = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const place = places.get(name);
    if (!place) throw new Error(`${name} is in the manifest, but src/classes.ts does not export it`);
    byPlace.set(place, [...(byPlace.get(place) ?? []), name]);
  }
  const lines = [...byPlace].sort().map(([place, list]) => importLine(list, place.replace('./', '../')));
  return lines.join('');
}

function importLine(names: readonly string[], place: string): string {
  const line = `import type { ${names.join(', ')} } from '${place}';\n`;
  return line.length <= 121
    ? line
    : `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${place}';\n`;
}

function comment(text: string | undefined, indent: string): string {
  return text ? `${indent}/** ${oneLine(text).replaceAll('*/', '* /')} */\n` : '';
}

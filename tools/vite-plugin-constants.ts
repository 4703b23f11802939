/**
 * Build plugin: writes the numbers of `src/memory/layout.ts`, `src/market/tick.ts` and `tick-frame.ts` where their names are used, so that
 * `TICK.PRICE` costs two letters in the package and the tables of names are left out. Not for dev and tests, which show the source.
 */
import path from 'node:path';
import { type Plugin, parseSync, Visitor } from 'vite';
import { ROOT } from './files.ts';
import { LAYOUT_FILE, type LayoutNames, readLayout } from './wat-annotations.ts';

const FILES = [
  LAYOUT_FILE,
  ...['market/tick.ts', 'feed/codecs/tick-frame.ts'].map((file) => path.join(ROOT, 'src', file)),
];

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The source with every `NAME.FIELD` replaced whose NAME is imported from a module that `tables` knows; `tables` is asked with
 * the specifier as it is written.
 */
export function foldConstants(
  file: string,
  source: string,
  tables: (specifier: string) => LayoutNames | undefined,
): string {
  const { program, module } = parseSync(file, source);
  const imported = new Map<string, { readonly name: string; readonly values: LayoutNames }>();
  for (const { moduleRequest, entries } of module.staticImports) {
    const values = tables(moduleRequest.value);
    if (!values) continue;
    for (const { importName, localName } of entries) {
      if (importName.name) imported.set(localName.value, { name: importName.name, values });
    }
  }
  if (imported.size === 0) return source;
  const edits: Edit[] = [];
  new Visitor({
    MemberExpression({ object, property, computed, start, end }) {
      if (computed || object.type !== 'Identifier' || property.type !== 'Identifier') return;
      const table = imported.get(object.name);
      const value = table?.values.get(`${table.name}.${property.name}`);
      if (value !== undefined) edits.push({ start, end, text: value < 0 ? `(${value})` : String(value) });
    },
  }).visit(program);
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}

/** The tables as plain literals: unlike computed ones, a bundler can leave out those that are not used any more. */
export function literals(names: LayoutNames): string {
  const tables: Record<string, Record<string, number> | number> = {};
  for (const [name, value] of names) {
    const [table = '', field, ...deeper] = name.split('.');
    if (deeper.length > 0) throw new Error(`${name}: tables of constants are one level deep`);
    if (field === undefined) tables[table] = value;
    else tables[table] = { ...(tables[table] as Record<string, number>), [field]: value };
  }
  return Object.entries(tables)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join('');
}

/** Read once for all the builds of a process, of which there are dozens. */
let reading: Promise<[file: string, names: LayoutNames][]> | undefined;

const readTables = () =>
  Promise.all(FILES.map(async (file): Promise<[string, LayoutNames]> => [file, (await readLayout(file)).names]));

/** See above. List it in `plugins` and in `worker.plugins`. */
export function constants(): Plugin {
  const tables = new Map<string, LayoutNames>();
  return {
    name: 'ticklane:constants',
    apply: 'build',
    enforce: 'pre',
    async buildStart() {
      reading ??= readTables();
      for (const [file, names] of await reading) tables.set(file, names);
    },
    transform(code, id) {
      if (!id.startsWith(path.join(ROOT, 'src')) || !id.endsWith('.ts')) return undefined;
      const own = tables.get(id);
      if (own) return { code: literals(own), map: null, moduleSideEffects: false };
      const folded = foldConstants(id, code, (specifier) =>
        tables.get(path.resolve(path.dirname(id), specifier.replace(/\.js$/, '.ts'))),
      );
      return folded === code ? undefined : { code: folded, map: null };
    },
  };
}

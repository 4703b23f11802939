/** Chunks of a build as bodies of functions, so that several of them can stand in one file: what they import comes as arguments. */
import { parseSync } from 'vite';

/** A module without its imports and exports, and what they were: local names by exported or imported ones. */
export interface Body {
  readonly code: string;
  readonly exports: ReadonlyMap<string, string>;
  /** By the specifier. */
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Throws where the module has something that no function can have. */
export function readBody(file: string, source: string): Body {
  const exports = new Map<string, string>();
  const imports = new Map<string, ReadonlyMap<string, string>>();
  let code = source;
  const { program } = parseSync(file, source);
  for (const statement of program.body.toReversed()) {
    if (statement.type === 'ImportDeclaration') {
      const names = statement.specifiers.map((one) => {
        if (one.type !== 'ImportSpecifier') throw new Error(`${file}: only named imports can be joined`);
        return [one.imported.type === 'Identifier' ? one.imported.name : one.imported.value, one.local.name] as const;
      });
      imports.set(statement.source.value, new Map(names));
    } else if (statement.type === 'ExportNamedDeclaration' && !statement.declaration) {
      for (const { local, exported } of statement.specifiers) {
        if (local.type !== 'Identifier' || exported.type !== 'Identifier') throw new Error(`${file}: odd export`);
        exports.set(exported.name, local.name);
      }
      // handed on from another chunk
      if (statement.source) {
        const names = statement.specifiers.map(({ local }) => (local.type === 'Identifier' ? local.name : ''));
        imports.set(statement.source.value, new Map(names.map((name) => [name, name])));
      }
    } else if (/^(Export|Import)/.test(statement.type)) {
      throw new Error(`${file}: cannot join a ${statement.type}`);
    } else continue;
    code = code.slice(0, statement.start) + code.slice(statement.end);
  }
  return { code: code.trim().replace(/;?$/, ';'), exports, imports };
}

/** `{a:b,c}`, which takes an object apart where it is a pattern, and makes one of local names where it is a value. */
export function braces(names: ReadonlyMap<string, string> = new Map()): string {
  return `{${[...names].map(([outer, inner]) => (outer === inner ? outer : `${outer}:${inner}`)).join()}}`;
}

/** The chunk that a specifier means: they are named `NAME-HASH.js`. */
export const chunkOf = (specifier: string): string => /([\w-]+?)-[\w-]{8}\.js$/.exec(specifier)?.[1] ?? specifier;

/** What a body imports from a chunk. */
export function importsFrom(body: Body, chunk: string): ReadonlyMap<string, string> | undefined {
  return [...body.imports].find(([specifier]) => chunkOf(specifier) === chunk)?.[1];
}

/**
 * A module whose default makes the chunk's exports of what others have: `reach` names them, in the order of its arguments, and behind them come
 * those that it `needs`.
 */
export function asPart(body: Body, reach: readonly string[]): string {
  const needs = [...body.imports.keys()].map(chunkOf).filter((chunk) => !reach.includes(chunk));
  const patterns = [...reach, ...needs].map((chunk) => braces(importsFrom(body, chunk)));
  return `export const needs=${JSON.stringify(needs)};export default(${patterns.join()})=>{${body.code}return${braces(body.exports)}};`;
}

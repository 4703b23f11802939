/**
 * Checks that every number in a `.wat` file that stands for a place in memory says which one, and that it is right:
 * `offset=8 (; TICK.PRICE ;)` and `(i32.const 264 (; SLOT.VALUES + 8 ;))` against the exports of `src/memory/layout.ts`.
 */
import { fileURLToPath } from 'node:url';
import { WatError } from './wat.ts';

/** Numbers by name: `TICK.PRICE`, or a plain `CELL_BYTES`. */
export type LayoutNames = ReadonlyMap<string, number>;

/** Where the offsets live, once. */
export const LAYOUT_FILE = fileURLToPath(new URL('../src/memory/layout.ts', import.meta.url));

/** Reads the layout's exports afresh; `files` are all that the answer depends on. */
export async function readLayout(file = LAYOUT_FILE): Promise<{ names: LayoutNames; files: readonly string[] }> {
  const { runnerImport } = await import('vite');
  const { module, dependencies } = await runnerImport<Record<string, unknown>>(file, {
    configFile: false,
    logLevel: 'silent',
  });
  const names = new Map<string, number>();
  for (const [name, value] of Object.entries(module)) collect(name, value, names);
  return { names, files: [file, ...dependencies] };
}

function collect(name: string, value: unknown, names: Map<string, number>): void {
  if (!/^[A-Z][A-Z0-9_.]*$/.test(name)) return;
  if (typeof value === 'number') names.set(name, value);
  else if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of Object.entries(value)) collect(`${name}.${field}`, inner, names);
  }
}

const TOKEN = /"(?:\\.|[^"\\])*"|;;[^\n]*|\(;|\boffset=([\w+-]+)|[if](?:32|64)\.const\s+([\w.+-]+)/g;

/** Throws a WatError for the first bare offset, unknown name or number that is not what its annotation says. */
export function checkAnnotations(file: string, source: string, names: LayoutNames): void {
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(source); token; token = TOKEN.exec(source)) {
    if (token[0] === '(;') TOKEN.lastIndex = endOfComment(source, token.index);
    const [text, offset, constant] = token;
    const written = offset ?? constant;
    if (written === undefined) continue;
    const comment = commentAfter(source, token.index + text.length);
    const fail = (reason: string) => WatError.at(file, source, token.index, reason);
    if (comment === undefined) {
      if (offset === undefined) continue;
      throw fail(`bare offset=${offset}: say what it stands for, as in offset=${offset} (; TICK.PRICE ;)`);
    }
    const value = evaluate(comment, names);
    if (value === undefined && offset === undefined && !comment.includes('.')) continue;
    if (value === undefined) throw fail(`cannot read the annotation (; ${comment} ;)`);
    if (typeof value === 'string') throw fail(`(; ${comment} ;): src/memory/layout.ts has no ${value}`);
    if (value !== parse(written)) throw fail(`${written} is not (; ${comment} ;), which is ${value}`);
  }
}

/** Index after the block comment that opens at `start`; such comments nest. */
function endOfComment(source: string, start: number): number {
  const edge = /\(;|;\)/g;
  edge.lastIndex = start;
  let depth = 0;
  for (let found = edge.exec(source); found; found = edge.exec(source)) {
    depth += found[0] === '(;' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return source.length;
}

function commentAfter(source: string, index: number): string | undefined {
  const start = index + (/^\s*/.exec(source.slice(index))?.[0].length ?? 0);
  if (!source.startsWith('(;', start)) return undefined;
  return source.slice(start + 2, endOfComment(source, start) - 2).trim();
}

function parse(number: string): number {
  return Number(number.replaceAll('_', ''));
}

/**
 * The value of `NAME.FIELD`, or of a sum of such names and numbers; a string names what is unknown, and undefined means that this is
 * no annotation but a remark. A single word without a dot that the layout does not know is a remark as well.
 */
function evaluate(comment: string, names: LayoutNames): number | string | undefined {
  if (!/^[A-Z][A-Z0-9_.]*(\s*[+-]\s*[A-Z0-9_.]+)*$/.test(comment)) return undefined;
  if (!/[.+]/.test(comment) && !names.has(comment)) return undefined;
  let sum = 0;
  for (const [, sign, term = ''] of comment.matchAll(/([+-]?)\s*([A-Z0-9_.]+)/g)) {
    const value = /^\d/.test(term) ? parse(term) : names.get(term);
    if (value === undefined) return term;
    sum += sign === '-' ? -value : value;
  }
  return sum;
}

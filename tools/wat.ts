/**
 * The WAT toolchain: turns a kernel's handwritten text into its two binaries, and every mistake in it into an error that
 * names file, line and column. `tools/` holds what builds and checks the project; none of it ships.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import wabtInit from 'wabt';

/** What every engine we support has. Not here, on purpose: exceptions, memory64, multi-memory and relaxed SIMD. */
const FEATURES = {
  bulk_memory: true,
  exceptions: false,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  tail_call: true,
  threads: true,
};

/** A mistake in a `.wat` file; `line` and `column` count from 1. */
export class WatError extends Error {
  override readonly name = 'WatError';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where it is, in the form that Vite's error overlay reads. */
  readonly loc: { readonly file: string; readonly line: number; readonly column: number };
  /** The source line with a mark below the mistake. */
  readonly frame: string;

  constructor(file: string, source: string, line: number, column: number, reason: string) {
    const text = source.split('\n')[line - 1] ?? '';
    const frame = `${text}\n${text.slice(0, column - 1).replace(/[^\t]/g, ' ')}^`;
    super(`${file}:${line}:${column}: ${reason}\n${frame}`);
    this.file = file;
    this.line = line;
    this.column = column;
    this.loc = { file, line, column };
    this.frame = frame;
  }

  /** The same, for a mistake known by its place in the text. */
  static at(file: string, source: string, index: number, reason: string): WatError {
    const before = source.slice(0, index).split('\n');
    return new WatError(file, source, before.length, (before.at(-1) ?? '').length + 1, reason);
  }
}

const SHARED_IMPORT = /\(import "env" "memory" \(memory (\$[\w.]+ )?(\d+) \d+ shared\)\)/;

/** The same module for unshared memory: only the memory import differs, and nothing else moves. */
function unshare(file: string, source: string): string {
  const found = SHARED_IMPORT.exec(source);
  if (!found) throw new WatError(file, source, 1, 1, 'expected (import "env" "memory" (memory 1 65536 shared))');
  const [whole, name = '', initial] = found;
  return source.replace(whole, `(import "env" "memory" (memory ${name}${initial}))`.padEnd(whole.length));
}

const INCLUDE = /^[ \t]*\(; include (\S+) ;\)[ \t]*$/gm;

/** A kernel with the files that it includes. */
export interface WatFiles {
  /** The whole text. */
  readonly source: string;
  /** The kernel's own file first, then the included ones. */
  readonly parts: readonly { readonly file: string; readonly source: string }[];
}

/**
 * Reads a kernel and puts the files that it names by `(; include steps/plan.wat ;)`, on lines of their own and relative to it, in
 * their places. Included files include nothing.
 */
export function readWat(place: string, file: string): WatFiles {
  const source = readFileSync(place, 'utf8');
  const parts = [{ file, source }];
  const whole = source.replace(INCLUDE, (_, name: string) => {
    const text = readFileSync(path.join(path.dirname(place), name), 'utf8');
    parts.push({ file: path.posix.join(path.posix.dirname(file), name), source: text });
    return text;
  });
  return { source: whole, parts };
}

/** The file and line that a line of the whole text came from. */
function originOf(line: number, parts: WatFiles['parts']): { file: string; source: string; line: number } {
  const [kernel, ...included] = parts as [WatFiles['parts'][number], ...WatFiles['parts']];
  let at = 1;
  for (const [index, text] of kernel.source.split('\n').entries()) {
    const part = text.match(new RegExp(INCLUDE.source)) ? included.shift() : undefined;
    const lines = part ? part.source.split('\n').length : 1;
    if (line < at + lines) return part ? { ...part, line: line - at + 1 } : { ...kernel, line: index + 1 };
    at += lines;
  }
  return { ...kernel, line };
}

/** wabt reports `parseWat failed:\nfile:line:column: error: reason`, and quotes long lines only in part. */
function explain(file: string, source: string, parts: WatFiles['parts'], thrown: unknown): Error {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const found = /:(\d+):(\d+): error: (.*)/.exec(text);
  if (!found) return new WatError(file, source, 1, 1, text.trim());
  const origin = originOf(Number(found[1]), parts);
  return new WatError(origin.file, origin.source, origin.line, Number(found[2]), found[3] ?? '');
}

let wabt: ReturnType<typeof wabtInit> | undefined;

/** One `.wat` file and what it is compiled for. */
export interface WatSource {
  /** The name that errors carry. */
  readonly file: string;
  readonly source: string;
  /** The files that the text was put together from, for errors; without it the text is the file. */
  readonly parts?: WatFiles['parts'];
  /** True for a memory shared between threads; false for pages that are not isolated, where `wait32` traps. */
  readonly shared: boolean;
}

/** Compiles one binary, without debug names. Throws a WatError that says where the mistake is. */
export async function compileWat({ file, source, shared, parts }: WatSource): Promise<Uint8Array<ArrayBuffer>> {
  wabt ??= wabtInit();
  const { parseWat } = await wabt;
  const text = shared ? source : unshare(file, source);
  try {
    const module = parseWat(file, text, FEATURES);
    try {
      module.resolveNames();
      // The package's types leave the argument out; without it threads are refused.
      (module.validate as (features: typeof FEATURES) => void).call(module, FEATURES);
      return new Uint8Array(module.toBinary({ canonicalize_lebs: true, write_debug_names: false }).buffer);
    } finally {
      module.destroy();
    }
  } catch (error) {
    throw explain(file, text, parts ?? [{ file, source: text }], error);
  }
}

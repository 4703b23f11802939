/**
 * The WAT toolchain: turns a kernel's handwritten text into its two binaries, and every mistake in it into an error that
 * names file, line and column. `tools/` holds what builds and checks the project; none of it ships.
 */
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

/** wabt reports `parseWat failed:\nfile:line:column: error: reason`, and quotes long lines only in part. */
function explain(file: string, source: string, thrown: unknown): Error {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const found = /:(\d+):(\d+): error: (.*)/.exec(text);
  if (!found) return new WatError(file, source, 1, 1, text.trim());
  return new WatError(file, source, Number(found[1]), Number(found[2]), found[3] ?? '');
}

let wabt: ReturnType<typeof wabtInit> | undefined;

/** One `.wat` file and what it is compiled for. */
export interface WatSource {
  /** The name that errors carry. */
  readonly file: string;
  readonly source: string;
  /** True for a memory shared between threads; false for pages that are not isolated, where `wait32` traps. */
  readonly shared: boolean;
}

/** Compiles one binary, without debug names. Throws a WatError that says where the mistake is. */
export async function compileWat({ file, source, shared }: WatSource): Promise<Uint8Array<ArrayBuffer>> {
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
    throw explain(file, text, error);
  }
}

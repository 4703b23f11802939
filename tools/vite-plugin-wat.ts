/**
 * Vite plugin: `import kernel from '../../wat/ticker.wat'` gives `{ shared, unshared }`, the bytes of both binaries. List it in
 * `plugins` and in `worker.plugins`. `?mutant=NAME` compiles the source as a function of test/stress/mutants.mjs
 * changes it, for tests that show that they catch a bug.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { compileWat, readWat, type WatFiles } from './wat.ts';
import { checkAnnotations, LAYOUT_FILE, readLayout } from './wat-annotations.ts';

/** The module that every compiled kernel imports. */
export const RUNTIME = 'virtual:wat-binary';

/** Turns a byte into a letter and back: the kernels' most frequent bytes become letters that scripts are made of. */
const MASK = 109;

/**
 * Decodes on first use. A byte is one letter of the text, which compresses to four fifths of what base64 does. The unshared
 * binary is the shared one with other limits on its memory import, so that a page downloads one of them.
 */
export const RUNTIME_SOURCE = `
export function binary(text, size, at, end) {
  let shared, unshared;
  return {
    get shared() {
      return (shared ??= Uint8Array.from(text, (letter) => letter.charCodeAt(0) ^ ${MASK}));
    },
    get unshared() {
      if (unshared) return unshared;
      unshared = new Uint8Array(this.shared.length - end);
      unshared.set(this.shared.subarray(0, at + 2));
      unshared.set(this.shared.subarray(at + 2 + end), at + 2);
      unshared[at] = 0;
      unshared[size] -= end;
      return unshared;
    },
  };
}`;

/** Where the two binaries differ. */
export interface MemoryImport {
  /** Index of the import section's size, a LEB128. */
  readonly size: number;
  /** Index of the limits: flags, initial pages (one byte), maximum pages. */
  readonly at: number;
  /** Bytes that the maximum takes. */
  readonly maximum: number;
}

/** Finds the memory import of a binary; throws where it has none, or one that is not shared. */
export function findMemoryImport(bytes: Uint8Array): MemoryImport {
  let at = 8;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const skipName = () => {
    const length = leb();
    at += length;
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = at;
    const length = leb();
    if (section !== 2) {
      at += length;
      continue;
    }
    for (let left = leb(); left > 0; left--) {
      skipName();
      skipName();
      const kind = bytes[at++];
      if (kind === 2) {
        const limits = at++;
        leb();
        const maximum = at;
        leb();
        if (bytes[limits] !== 3 || maximum !== limits + 2) break;
        return { size, at: limits, maximum: at - maximum };
      }
      if (kind === 0) leb();
      else if (kind === 3) at += 2;
      else throw new Error('a kernel imports its memory, functions and globals, nothing else');
    }
    break;
  }
  throw new Error('no shared memory import with a maximum');
}

/** The JavaScript module of a `.wat` file. Throws where the unshared binary is not a patch of the shared one. */
export async function watModule(file: string, source: string, parts?: WatFiles['parts']): Promise<string> {
  const shared = await compileWat({ file, source, parts, shared: true });
  const unshared = await compileWat({ file, source, parts, shared: false });
  const { size, at, maximum } = findMemoryImport(shared);
  const text = Array.from(shared, (byte) => String.fromCharCode(byte ^ MASK)).join('');
  const call = `binary(${JSON.stringify(text)}, ${size}, ${at}, ${maximum})`;
  const built: { unshared: Uint8Array } = new Function(`${RUNTIME_SOURCE.replace('export ', '')}; return ${call};`)();
  if (!Buffer.from(unshared).equals(built.unshared)) {
    throw new Error(`${file}: the unshared binary is not the shared one with other memory limits`);
  }
  return `import { binary } from '${RUNTIME}';\nexport default /* @__PURE__ */ ${call};\n`;
}

async function mutate(file: string, source: string, name: string, mutants: string): Promise<string> {
  const all: Record<string, unknown> = await import(`${pathToFileURL(mutants)}?${Date.now()}`);
  const mutant = all[name];
  if (typeof mutant !== 'function') throw new Error(`${file}?mutant=${name}: ${mutants} exports no function ${name}`);
  const changed: unknown = mutant(source);
  if (typeof changed !== 'string' || changed === source) throw new Error(`${file}: mutant ${name} changed nothing`);
  return changed;
}

/** See above. Kernels are always inlined, so that a build needs no second file. */
export function wat(): Plugin {
  let root = process.cwd();
  return {
    name: 'ticklane:wat',
    enforce: 'pre',
    configResolved(config) {
      root = config.root;
    },
    resolveId(id) {
      return id === RUNTIME ? `\0${RUNTIME}` : undefined;
    },
    async load(id) {
      if (id === `\0${RUNTIME}`) return { code: RUNTIME_SOURCE, moduleType: 'js', moduleSideEffects: false };
      const [place = '', query] = id.split('?');
      if (!place.endsWith('.wat')) return undefined;
      const file = path.relative(root, place);
      const { parts, ...read } = readWat(place, file);
      for (const part of parts) this.addWatchFile(path.join(root, part.file));
      let { source } = read;
      const mutant = new URLSearchParams(query).get('mutant');
      if (mutant) {
        const mutants = path.join(root, 'test/stress/mutants.mjs');
        this.addWatchFile(mutants);
        source = await mutate(file, source, mutant, mutants);
      } else {
        this.addWatchFile(LAYOUT_FILE);
        const { names } = await readLayout();
        for (const part of parts) checkAnnotations(part.file, part.source, names);
      }
      return {
        code: await watModule(file, source, mutant ? undefined : parts),
        moduleType: 'js',
        moduleSideEffects: false,
      };
    },
  };
}

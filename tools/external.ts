/**
 * Builds `dist/external/`, the flavour for a strict Content-Security-Policy: nothing of it becomes code from a text.
 *
 *   ticklane.js        the entry, with lit inside: a page needs no bundler
 *   *.worker.js        workers, which start from their files
 *   *.wasm             kernels, compiled while they come
 *   codecs/            venues, loaded when asked for
 *   locales/           languages
 *   nats.js, mqtt.js   what teaches feeds those transports
 *   node.js            what Node imports in place of the entry
 *   integrity.json     sha384 of each file
 *
 * Beside each file lie a brotli and a gzip copy, for servers that send what is there. All but the codecs lie in one folder: code
 * finds the others beside itself (src/assets/base.ts).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { build, type InlineConfig, minify, type Plugin } from 'vite';
import { run } from './command.ts';
import { listFiles, listKernels, ROOT } from './files.ts';
import { catalogNotes } from './vite-plugin-catalog-notes.ts';
import { compileWat, readWat } from './wat.ts';

const FOLDER = 'dist/external';

/** The entry of a page, of a worker, or of what a worker loads, by the name of its file. */
const ENTRIES: Readonly<Record<string, string>> = {
  ticklane: 'src/external.ts',
  nats: 'src/transports/nats.ts',
  mqtt: 'src/transports/mqtt.ts',
  'nats.transport': 'src/feed/transports/nats.ts',
  'mqtt.transport': 'src/feed/transports/mqtt.ts',
  'feed.worker': 'src/feed/feed.worker.ts',
  'kernel.worker': 'src/runtime/kernel.worker.ts',
  'batched.worker': 'src/runtime/batched.worker.ts',
  'painter.worker': 'src/paint/painter.worker.ts',
};

/** What pages and workers may have in common. */
const FOR_WORKERS = /\/src\/(assets|feed|kernels|market|memory|paint|remote|runtime|table)\/|\/node_modules\/(?!@?lit)/;

/** Languages besides English, as a page imports them: they register in the page's module. */
const locales = (): [name: string, file: string][] =>
  listFiles('src/locales', /\.ts$/).map((file) => [`locales/${path.basename(file, '.ts')}`, file]);

/** Takes `spawn.files.ts` wherever a module imports `spawn.js`, and so on. */
const filesBeside: Plugin = {
  name: 'ticklane:files-beside',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!importer || !/\/(spawn|spawn-batched|compile|unloaded|nats-address|mqtt-address)\.js$/.test(id))
      return undefined;
    const twin = id.replace(/js$/, 'files.ts');
    return existsSync(path.join(path.dirname(importer), twin))
      ? this.resolve(twin, importer, { skipSelf: true })
      : undefined;
  },
};

/** The sections of a binary that are not for machines (names, producers) tell nothing to who runs it. Throws where there is one. */
function withoutNames(file: string, bytes: Uint8Array): Uint8Array {
  const custom = WebAssembly.Module.customSections(new WebAssembly.Module(new Uint8Array(bytes)), 'name');
  if (custom.length > 0) throw new Error(`${file} has a section of names`);
  return bytes;
}

/** Kernels become files; a module that imports one gets its name. */
const kernelFiles: Plugin = {
  name: 'ticklane:kernel-files',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.wat')) return undefined;
    const file = path.basename(id, '.wat');
    return { code: `export default { file: '${file}' };`, moduleType: 'js', moduleSideEffects: false };
  },
  async generateBundle(_options, bundle) {
    const modules = new Set(Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? one.moduleIds : [])));
    for (const kernel of listKernels()) {
      const place = path.join(ROOT, kernel);
      if (!modules.has(place)) continue;
      const { source, parts } = readWat(place, kernel);
      for (const shared of [true, false]) {
        const fileName = `${path.basename(kernel, '.wat')}${shared ? '-shared' : ''}.wasm`;
        const bytes = withoutNames(kernel, await compileWat({ file: kernel, source, parts, shared }));
        this.emitFile({ type: 'asset', fileName, source: bytes });
      }
    }
  },
};

/** Builds of libraries keep their spaces, as those who bundle them make them small; these files go to browsers as they are. */
const small: Plugin = {
  name: 'ticklane:small',
  enforce: 'post',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk') chunk.code = (await minify(chunk.fileName, chunk.code, { module: true })).code;
    }
  },
};

/** For servers that render pages: in Node the names are there, and nothing is loaded from anywhere. */
const NODE = `export * from '../inline/index.js';
export function setAssetBase() {}
`;

/** What a browser loads of a folder, sorted. */
const builtFiles = (folder: string): string[] =>
  listFiles(folder, /\.(js|wasm)$/).filter((file) => file !== `${FOLDER}/node.js`);

/** sha384 of files, as the `integrity` attribute takes it; by their names in the folder. */
function integrityOf(folder: string): Record<string, string> {
  const files = builtFiles(folder);
  return Object.fromEntries(
    files.map((file) => [
      path.posix.relative(folder, file),
      `sha384-${createHash('sha384')
        .update(readFileSync(path.join(ROOT, file)))
        .digest('base64')}`,
    ]),
  );
}

/** Lays `integrity.json` and compressed copies beside built files. */
export function finishFolder(folder: string): void {
  writeFileSync(path.join(ROOT, folder, 'integrity.json'), `${JSON.stringify(integrityOf(folder), null, 2)}\n`);
  for (const file of builtFiles(folder)) {
    const place = path.join(ROOT, file);
    const bytes = readFileSync(place);
    writeFileSync(`${place}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${place}.br`, brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}

/** Builds the folder, and finishes that of the one file, which must be there. `config`: what all builds have in common, without twins. */
export async function buildExternal(config: InlineConfig, target: string): Promise<void> {
  await build({
    ...config,
    plugins: [kernelFiles, filesBeside, catalogNotes(), config.plugins, small],
    build: {
      outDir: FOLDER,
      emptyOutDir: true,
      target,
      lib: {
        entry: { ...ENTRIES, ...Object.fromEntries(locales()) },
        formats: ['es'],
        fileName: (_format, name) => `${name}.js`,
      },
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'codec', test: /\/src\/feed\/codecs\//, minShareCount: 2, priority: 1 },
              // workers cannot load what elements are made of
              { name: 'shared', test: FOR_WORKERS, minShareCount: 2 },
            ],
          },
          chunkFileNames: ({ facadeModuleId }) =>
            facadeModuleId?.includes('/feed/codecs/') ? 'codecs/[name].js' : '[name]-[hash].js',
        },
      },
    },
  });
  writeFileSync(path.join(ROOT, FOLDER, 'node.js'), NODE);
  await run('node', ['--input-type=module', '-e', `(await import('ticklane/external')).setAssetBase('/')`]);
  finishFolder(FOLDER);
  finishFolder('dist/cdn');
}

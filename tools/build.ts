/**
 * Builds the package into `dist/`:
 *
 *   inline/      ES modules for bundlers; lit and comlink stay imports, workers and kernels are inside
 *   cdn/         ticklane.js, one file for `<script type="module">`, from another origin too; beside it each venue's codec and what few pages need, loaded when asked for
 *   external/    the page's module, workers and kernels as files, for strict policies
 *   isolation-worker.js  the service worker for hosts without headers, and the script that registers it
 *   themes.css   presets of the elements' colours
 *   gateway/     the gateway's program for Node, with what it always needs inside
 *   types/       declarations
 *   licenses.md  of the packages that are inside
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { VENUE_FILES } from '../src/feed/codecs/names.ts';
import { BundledPackages } from './bundled-packages.ts';
import { run } from './command.ts';
import { writeEditorFiles } from './editor-files.ts';
import { buildExternal } from './external.ts';
import { listFiles, ROOT } from './files.ts';
import { isolationFile, VERSION } from './isolation-file.ts';
import { isMain } from './main.ts';
import { buildOneFile } from './one-file.ts';
import { FEED_PARTS } from './parts.ts';
import { sharedWorkers } from './shared-workers.ts';
import { constants } from './vite-plugin-constants.ts';
import { decorators } from './vite-plugin-decorators.ts';
import { literals } from './vite-plugin-literals.ts';
import { wat } from './vite-plugin-wat.ts';
import { moduleText, workerText } from './vite-plugin-worker-text.ts';

const TARGET = 'es2022';
const EXTERNAL = [/^lit($|\/)/, /^@lit\//, /^comlink$/, /^(react|vue|@angular\/core)$/];

/** The room of bindings to frameworks, by their names in the package. */
const BINDINGS = ['watch', 'react', 'vue', 'angular', 'svelte', 'lit'];

/** Modules that have a twin for code that is one text. */
const INLINE = /\/(spawn|spawn-batched|venue-address|venue-modules|part-address|parts|nats-address|mqtt-address)\.js$/;

/**
 * Takes `spawn.inline.ts` wherever a module imports `spawn.js`, and so on: the one starts a worker from a blob, which works in every
 * bundler and from other origins, the other from its own file, as the dev server and the tests do.
 */
const inlineWorkers: Plugin = {
  name: 'ticklane:inline-workers',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!importer || !INLINE.test(id)) return undefined;
    return this.resolve(id.replace(/js$/, 'inline.ts'), importer, { skipSelf: true });
  },
};

const bundled = new BundledPackages();

const basis: InlineConfig = {
  root: ROOT,
  configFile: false,
  base: './',
  logLevel: 'warn',
  publicDir: false,
  define: { TICKLANE_VERSION: JSON.stringify(VERSION) },
};

/** How a worker's code becomes text. */
const workerBuild = (): InlineConfig => ({
  ...basis,
  build: { target: TARGET },
  plugins: [bundled.plugin(), inlineWorkers, constants(), wat()],
});

/** Settings of every build. */
export const common: InlineConfig = {
  ...basis,
  plugins: [
    bundled.plugin(),
    inlineWorkers,
    sharedWorkers(workerBuild),
    workerText(workerBuild),
    constants(),
    literals(),
    decorators(),
    wat(),
  ],
};

/** The tags that have a folder. */
function tags(): string[] {
  const folder = path.join(ROOT, 'src/elements');
  return readdirSync(folder).filter((name) => name.includes('-') && existsSync(path.join(folder, name, `${name}.ts`)));
}

/** The module that registers an element, and nothing else. */
function elementEntry(tag: string): string {
  const define = `src/elements/${tag}/define.ts`;
  return existsSync(path.join(ROOT, define)) ? define : `src/elements/${tag}/${tag}.ts`;
}

/** Modules by their name in the package. */
function entries(): Record<string, string> {
  const all: Record<string, string> = {
    index: 'src/index.ts',
    classes: 'src/classes.ts',
    indicators: 'src/indicators/index.ts',
    reader: 'src/reader.ts',
    'isolation-worker': 'src/isolation/index.ts',
    'transports/nats': 'src/transports/nats.ts',
    'transports/mqtt': 'src/transports/mqtt.ts',
  };
  for (const tag of tags()) {
    all[`elements/${tag}`] = elementEntry(tag);
  }
  for (const file of listFiles('src/locales', /\.ts$/)) all[`locales/${path.basename(file, '.ts')}`] = file;
  for (const name of BINDINGS) all[name] = `src/bindings/${name}.ts`;
  return Object.fromEntries(Object.entries(all).filter(([, file]) => existsSync(path.join(ROOT, file))));
}

/** Builds ES modules for bundlers and Node into a folder that is empty; `modules` by their names in the package. */
export async function buildModules(outDir: string, modules: Readonly<Record<string, string>>): Promise<void> {
  await build({
    ...common,
    build: {
      outDir,
      emptyOutDir: false,
      target: TARGET,
      sourcemap: true,
      lib: { entry: { ...modules }, formats: ['es'] },
      rolldownOptions: {
        external: EXTERNAL,
        output: { chunkFileNames: 'chunks/[name]-[hash].js' },
        // `'use client'` stays where it is, in the entry; a test looks for it
        checks: { moduleLevelDirective: false },
      },
    },
  });
}

async function buildCdn(): Promise<void> {
  const { text, parts } = await buildOneFile(common, TARGET);
  mkdirSync(path.join(ROOT, 'dist/cdn/parts'), { recursive: true });
  writeFileSync(path.join(ROOT, 'dist/cdn/ticklane.js'), text);
  for (const [name, part] of parts) writeFileSync(path.join(ROOT, `dist/cdn/parts/${name}.js`), part);
}

/** Each venue's codec by itself, and nothing else. */
async function buildCodecs(): Promise<void> {
  mkdirSync(path.join(ROOT, 'dist/cdn/codecs'), { recursive: true });
  for (const file of new Set(Object.values(VENUE_FILES))) {
    const text = await moduleText(path.join(ROOT, `src/feed/codecs/${file}.ts`), workerBuild());
    writeFileSync(path.join(ROOT, `dist/cdn/codecs/${file}.js`), text);
  }
}

/** What the one file's feed worker loads when it needs it. */
async function buildFeedParts(): Promise<void> {
  for (const [name, file] of Object.entries(FEED_PARTS)) {
    writeFileSync(path.join(ROOT, `dist/cdn/parts/${name}.js`), await moduleText(path.join(ROOT, file), workerBuild()));
  }
}

/** Packages that only some sources of the gateway need: who uses one installs it. The last two make `ws` faster where they are there. */
const OPTIONAL = ['@nats-io/transport-node', 'mqtt', 'zeromq', 'bufferutil', 'utf-8-validate'];

/** The gateway as a program; each source and venue stays a chunk, loaded when it is asked for. */
async function buildGateway(): Promise<void> {
  await build({
    ...basis,
    plugins: [bundled.plugin(), constants(), wat()],
    ssr: { noExternal: true, external: OPTIONAL, target: 'node' },
    build: {
      ssr: 'gateway/main.ts',
      outDir: 'dist/gateway',
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  });
  chmodSync(path.join(ROOT, 'dist/gateway/main.js'), 0o755);
}

async function buildTypes(): Promise<void> {
  await run('npx', ['tsc', '-p', 'tsconfig.types.json']);
  mkdirSync(path.join(ROOT, 'dist/types/elements'), { recursive: true });
  for (const tag of tags()) {
    const entry = path.basename(elementEntry(tag), '.ts');
    writeFileSync(path.join(ROOT, `dist/types/elements/${tag}.d.ts`), `export * from './${tag}/${entry}.js';\n`);
  }
}

/** Servers render pages too: an entry that touches the document while it loads would break them. */
async function importInNode(): Promise<void> {
  for (const name of Object.keys(entries())) {
    await run('node', ['--input-type=module', '-e', `await import('./dist/inline/${name}.js')`]);
  }
}

/** Builds everything afresh; throws where a part fails. */
export async function buildAll(): Promise<void> {
  // Vite takes it from whoever ran first in this process, and the development build of lit is larger.
  process.env.NODE_ENV = 'production';
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
  await buildModules('dist/inline', entries());
  await buildCdn();
  await buildCodecs();
  await buildFeedParts();
  writeFileSync(path.join(ROOT, 'dist/isolation-worker.js'), await isolationFile(workerBuild()));
  await buildExternal({ ...basis, plugins: [bundled.plugin(), constants(), literals(), decorators(), wat()] }, TARGET);
  await buildGateway();
  copyFileSync(path.join(ROOT, 'src/elements/themes.css'), path.join(ROOT, 'dist/themes.css'));
  writeFileSync(path.join(ROOT, 'dist/licenses.md'), bundled.text());
  await buildTypes();
  writeEditorFiles('dist');
  await importInNode();
}

if (isMain(import.meta.url)) await buildAll();

/**
 * Builds `dist/cdn/ticklane.js`, one file for the page and its workers. What both need (comlink, the layout's classes)
 * is in it once, as a function: the page calls it, and a worker's source is that function's own text followed by the worker's code. The
 * worker starts from a blob, so the file works from another origin and next to a page's own worker policy. What few pages need lies
 * beside it as `parts/NAME.js`: a function of what the file has, so that nothing is there twice.
 */
import path from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { listFiles, ROOT } from './files.ts';
import { asPart, type Body, braces, chunkOf, importsFrom, readBody } from './joined-chunks.ts';
import { reachOf } from './shared-workers.ts';
import { catalogNotes } from './vite-plugin-catalog-notes.ts';

const WORKERS = 'ticklane:workers';
/** Those of batched mode and of boards are in the parts that start them. */
const INLINE = /\b(feed|kernel)\.worker\.ts\?blob$/;

/** Codecs of venues and parts of the feed worker lie beside the file. */
const codeBeside: Plugin = {
  name: 'ticklane:code-beside',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!importer || !/\/(venue|part)-address\.js$/.test(id)) return undefined;
    return this.resolve(id.replace(/js$/, 'files.ts'), importer, { skipSelf: true });
  },
};

/** Hands out the address of `X.worker.ts?blob`, a blob with the worker's text from the finished file. */
const workersFromText: Plugin = {
  name: 'ticklane:workers-from-text',
  enforce: 'pre',
  resolveId(id) {
    if (id === WORKERS) return { id, external: true };
    return INLINE.test(id) ? `\0${path.basename(id)}` : undefined;
  },
  load(id) {
    const name = id.startsWith('\0') && INLINE.exec(id)?.[1];
    if (!name) return undefined;
    return `import { address, ${name} } from '${WORKERS}';\nexport default () => address(${name});`;
  },
};

/** Addresses of workers; one blob for each kind, for as long as the page lives. */
const ADDRESS = `address = (source) =>
  (source.url ??= URL.createObjectURL(new Blob([source.before, shared, source.after], { type: 'text/javascript' })))`;

/** What the page, its parts and workers have in common. */
const SHARED = 'shared';
const KERNELS = 'kernels';
/** The entry, and what stands behind it. */
const PAGE = 'page';
const MAIN = 'main';
/** Stands for `import()` of a part. */
const LOAD = '__ticklanePart';

/** Turns the page's `import()` into a call, which a bundler leaves alone. A worker's are none: it asks the page for an address. */
const partsBeside: Plugin = {
  name: 'ticklane:parts-beside',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(/\bimport\((["'`])\.\/([^"'`]+)\1\)/g, (_, _quote, file: string) => {
        return `${LOAD}("${chunkOf(file)}")`;
      });
    }
  },
};

/** Loads a part, with those that it needs; once, unless it fails. `reached`: what every part can have. */
const LOAD_PART = `const parts={},${LOAD}=(name)=>(parts[name]??=import(\`./parts/\${name}.js\`)
  .then(async(part)=>part.default(...reached(),...await Promise.all(part.needs.map(${LOAD}))))
  .catch((error)=>{delete parts[name];throw error}));`.replace(/\s*\n\s*/g, '');

/** The one file, and the parts beside it by their names. */
export interface OneFile {
  readonly text: string;
  readonly parts: ReadonlyMap<string, string>;
}

/** The entry's exports, which it only hands on, by the names that they have in the chunk behind it. */
function exportsOf(entry: Body, main: Body): string {
  const there = new Map(
    [...(importsFrom(entry, MAIN) ?? [])].map(([outer, inner]) => [inner, main.exports.get(outer)]),
  );
  if (entry.code.length > 1) throw new Error('expected an entry without code');
  return [...entry.exports].map(([name, local]) => `${there.get(local)} as ${name}`).join();
}

/** Joins the page's chunk, the shared one and the workers' into one module, and makes parts of the others. */
function join(chunks: readonly Rolldown.OutputChunk[], workers: readonly string[]): OneFile {
  const bodies = new Map(chunks.map((chunk) => [chunk.name, readBody(chunk.fileName, chunk.code)]));
  const get = (name: string): Body => {
    const body = bodies.get(name);
    if (!body) throw new Error(`expected a chunk "${name}"`);
    return body;
  };
  const page = get(MAIN);
  const [shared, kernels] = [get(SHARED), get(KERNELS)];
  for (const each of [...workers, SHARED, KERNELS]) {
    const odd = [...get(each).imports.keys()].find((specifier) => each === SHARED || chunkOf(specifier) !== SHARED);
    if (odd) throw new Error(`${each} imports ${odd}, which it cannot reach`);
  }
  const from = (chunk: string, body: Body) => braces(importsFrom(body, chunk));
  const texts = workers.map((each) => {
    const body = get(each);
    return `${each}={before:${JSON.stringify(`const${from(SHARED, body)}=(`)},after:${JSON.stringify(`)();${body.code}`)}}`;
  });
  const names = new Map(['address', ...workers].map((each) => [each, each]));
  const parts = [...bodies.keys()].filter((each) => ![PAGE, MAIN, SHARED, KERNELS, ...workers].includes(each));
  const text = [
    `const shared=()=>{${shared.code}return${braces(shared.exports)}};`,
    LOAD_PART,
    `const ${braces(page.imports.get(WORKERS))}=(()=>{`,
    `const ${texts.join()},${ADDRESS.replace(/\s+/g, ' ')};return${braces(names)}})();`,
    `const common=shared(),${from(SHARED, page)}=common;`,
    page.code,
    // nobody looks at a kernel while the module is evaluated; at the end of the file it is out of the way of the compressor
    `const${from(KERNELS, page)}=(()=>{const${from(SHARED, kernels)}=common;${kernels.code}return${braces(kernels.exports)}})(),`,
    `reached=()=>[${braces(page.exports)},common];`,
    `export{${exportsOf(get(PAGE), page)}};`,
  ].join('');
  return { text, parts: new Map(parts.map((each) => [each, asPart(get(each), [MAIN, SHARED])])) };
}

/** The page's kernel: what one kind of worker compiles is in that worker's text. */
const KERNEL = /ticker\.wat$/;

/**
 * The chunks: one for what the page and workers, or several kinds of workers, have in common, one for the rest of what the page begins with, one
 * for its kernel; what is left is workers and parts.
 */
function groups(page: string, workers: readonly string[]): Rolldown.CodeSplittingGroup[] {
  let reaches: Set<string>[] | undefined;
  let begins: Set<string> | undefined;
  const isShared = (id: string, context: Rolldown.ChunkingContext) => {
    reaches ??= [reachOf(page, context, true), ...workers.map((worker) => reachOf(worker, context))];
    return reaches.filter((reach) => reach.has(id)).length > 1;
  };
  const isMain = (id: string, context: Rolldown.ChunkingContext) => {
    begins ??= reachOf(page, context);
    return begins.has(id);
  };
  return [
    { name: (id, context) => (isShared(id, context) ? SHARED : null), debugName: SHARED, priority: 3 },
    { name: (id, context) => (isMain(id, context) ? MAIN : null), debugName: MAIN, priority: 1 },
    { name: KERNELS, test: KERNEL, priority: 2 },
  ];
}

/** Builds the file and its parts; `common` is what all builds have in common. */
export async function buildOneFile(common: InlineConfig, target: string): Promise<OneFile> {
  // workers of elements: those of the arrays' pool belong to `ticklane/indicators`, those of batched mode and of boards to their parts, the service worker is a file
  // of its own
  const workers = listFiles('src', /\.worker\.ts$/)
    .filter((file) => INLINE.test(`${file}?blob`))
    .map((file) => [path.basename(file, '.worker.ts'), path.join(ROOT, file)]);
  const page = path.join(ROOT, 'src/index.ts');
  const result = await build({
    ...common,
    plugins: [workersFromText, codeBeside, partsBeside, catalogNotes(), common.plugins],
    build: {
      write: false,
      target,
      modulePreload: false,
      rolldownOptions: {
        input: { [PAGE]: page, ...Object.fromEntries(workers) },
        preserveEntrySignatures: 'strict',
        output: {
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: {
            groups: groups(
              page,
              workers.map(([, file]) => file as string),
            ),
          },
        },
      },
    },
  });
  if (!('output' in result)) throw new Error('expected one output');
  return join(
    result.output.filter((file) => file.type === 'chunk'),
    workers.map(([name]) => name as string),
  );
}

/**
 * Builds `dist/cdn/ticklane.js`, one file for the page and its workers. What both need (comlink, the layout's classes)
 * is in it once, as a function: the page calls it, and a worker's source is that function's own text followed by the worker's code. The
 * worker starts from a blob, so the file works from another origin and next to a page's own worker policy.
 */
import path from 'node:path';
import { build, type InlineConfig, type Plugin, parseSync, type Rolldown } from 'vite';
import { listFiles, ROOT } from './files.ts';
import { catalogNotes } from './vite-plugin-catalog-notes.ts';

const WORKERS = 'ticklane:workers';
const INLINE = /(\w+)\.worker\.ts\?blob$/;

/** Codecs of venues lie beside the file. */
const venuesBeside: Plugin = {
  name: 'ticklane:venues-beside',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!importer || !id.endsWith('/venue-address.js')) return undefined;
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

/** What elements load on demand elsewhere is there from the start: the file is one. */
const nothingLater: Plugin = {
  name: 'ticklane:nothing-later',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('/src/elements/')) return undefined;
    const sources: string[] = [];
    const eager = code.replace(/(?<!typeof )\bimport\(('[^']+')\)/g, (_, source: string) => {
      return `Promise.resolve(later${sources.push(source) - 1})`;
    });
    const imports = sources.map((source, index) => `import * as later${index} from ${source};`);
    return imports.length > 0 ? { code: imports.join('') + eager, map: null } : undefined;
  },
};

/** Addresses of workers; one blob for each kind, for as long as the page lives. */
const ADDRESS = `address = (source) =>
  (source.url ??= URL.createObjectURL(new Blob([source.before, shared, source.after], { type: 'text/javascript' })))`;

/** A module without its imports and exports, and what they were: local names by exported or imported ones. */
interface Body {
  readonly code: string;
  readonly exports: ReadonlyMap<string, string>;
  readonly imports: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

function readBody(file: string, source: string): Body {
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
    } else if (/^(Export|Import)/.test(statement.type)) {
      throw new Error(`${file}: cannot join a ${statement.type}`);
    } else continue;
    code = code.slice(0, statement.start) + code.slice(statement.end);
  }
  return { code: code.trim().replace(/;?$/, ';'), exports, imports };
}

/** `{a:b,c}` */
function pattern(names: ReadonlyMap<string, string>): string {
  return `{${[...names].map(([outer, inner]) => (outer === inner ? outer : `${outer}:${inner}`)).join()}}`;
}

/** Joins the page's chunk, the shared one and the workers' into one module. */
function join(chunks: readonly Rolldown.OutputChunk[]): string {
  const bodies = new Map(chunks.map((chunk) => [chunk.name, readBody(chunk.fileName, chunk.code)]));
  const page = bodies.get('page');
  const shared = bodies.get('shared');
  if (!page || !shared) throw new Error('expected a chunk for the page and one that is shared');
  const from = (chunk: string, body: Body) => {
    const names = [...body.imports].find(([specifier]) => specifier.includes(`/${chunk}-`))?.[1];
    if (!names)
      throw new Error(`expected ${page === body ? 'the page' : 'workers and kernels'} to import something ${chunk}`);
    return pattern(names);
  };
  const kernels = bodies.get('kernels');
  if (!kernels) throw new Error('expected a chunk for the kernels');
  const workers = [...bodies].filter(([name]) => !['page', 'shared', 'kernels'].includes(name));
  for (const [name, { imports }] of [...workers, ['shared', shared], ['kernels', kernels]] as const) {
    const odd = [...imports.keys()].find((specifier) => name === 'shared' || !specifier.includes('/shared-'));
    if (odd) throw new Error(`${name} imports ${odd}, which it cannot reach`);
  }
  const texts = workers.map(([name, body]) => {
    return `${name}={before:${JSON.stringify(`const${from('shared', body)}=(`)},after:${JSON.stringify(`)();${body.code}`)}}`;
  });
  const names = new Map(['address', ...workers.map(([name]) => name)].map((name) => [name, name]));
  const exported = [...page.exports].map(([outer, inner]) => `${inner} as ${outer}`).join();
  return [
    `const shared=()=>{${shared.code}return${pattern(shared.exports)}};`,
    `const ${pattern(page.imports.get(WORKERS) ?? new Map())}=(()=>{`,
    `const ${texts.join()},${ADDRESS.replace(/\s+/g, ' ')};return${pattern(names)}})();`,
    `const common=shared(),${from('shared', page)}=common;`,
    page.code,
    // nobody looks at a kernel while the module is evaluated; at the end of the file it is out of the way of the compressor
    `const${from('kernels', page)}=(()=>{const${from('shared', kernels)}=common;${kernels.code}return${pattern(kernels.exports)}})();`,
    `export{${exported}};`,
  ].join('');
}

/** Builds the file and returns its text; `common` is what all builds have in common. */
export async function buildOneFile(common: InlineConfig, target: string): Promise<string> {
  // workers of elements: those of the arrays' pool belong to `ticklane/indicators`, the service worker is a file of its own
  const workers = listFiles('src', /\.worker\.ts$/)
    .filter((file) => !/^src\/(indicators|isolation)\//.test(file))
    .map((file) => [path.basename(file, '.worker.ts'), path.join(ROOT, file)]);
  const result = await build({
    ...common,
    plugins: [nothingLater, workersFromText, venuesBeside, catalogNotes(), common.plugins],
    build: {
      write: false,
      target,
      modulePreload: false,
      rolldownOptions: {
        input: { page: path.join(ROOT, 'src/index.ts'), ...Object.fromEntries(workers) },
        preserveEntrySignatures: 'strict',
        output: {
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: {
            groups: [
              { name: 'shared', minShareCount: 2, priority: 1 },
              // the page's; what one kind of worker compiles is in that worker's text
              { name: 'kernels', test: /ticker\.wat$/ },
            ],
          },
        },
      },
    },
  });
  if (!('output' in result)) throw new Error('expected one output');
  return join(result.output.filter((file) => file.type === 'chunk'));
}

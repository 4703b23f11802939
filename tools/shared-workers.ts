/**
 * Texts of the feed's and the kernel's worker for bundlers, without what both need twice: that (comlink, the layout's classes) is a text by itself,
 * as a function, and each worker's blob is made of both. Every app that shows a price has both workers inside.
 */
import path from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { ROOT } from './files.ts';
import { braces, chunkOf, importsFrom, readBody } from './joined-chunks.ts';

const SHARED = 'shared';
const SHARED_MODULE = '\0ticklane:shared-workers';
const WORKERS: Readonly<Record<string, string>> = {
  feed: 'src/feed/feed.worker.ts',
  kernel: 'src/runtime/kernel.worker.ts',
};
const QUERY = /\/(feed|kernel)\.worker\.ts\?blob$/;

/** Everything that a module imports at once, and so on. */
export function reachOf(root: string, context: Rolldown.ChunkingContext, late = false): Set<string> {
  const reached = new Set([root]);
  // a set grows while it is gone through
  for (const each of reached) {
    const { importedIds = [], dynamicallyImportedIds = [] } = context.getModuleInfo(each) ?? {};
    for (const next of late ? [...importedIds, ...dynamicallyImportedIds] : importedIds) reached.add(next);
  }
  return reached;
}

interface Texts {
  readonly shared: string;
  /** What goes before and after it, by worker. */
  readonly workers: ReadonlyMap<string, readonly [before: string, after: string]>;
}

async function buildWorkers(config: InlineConfig): Promise<Texts> {
  const input = Object.fromEntries(Object.entries(WORKERS).map(([name, file]) => [name, path.join(ROOT, file)]));
  let reaches: Set<string>[] | undefined;
  const isShared = (id: string, context: Rolldown.ChunkingContext) => {
    reaches ??= Object.values(input).map((file) => reachOf(file, context));
    return reaches.every((reach) => reach.has(id));
  };
  const result = await build({
    ...config,
    build: {
      ...config.build,
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input,
        output: {
          format: 'es',
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: {
            groups: [{ name: (id, context) => (isShared(id, context) ? SHARED : null), debugName: SHARED }],
          },
        },
      },
    },
  });
  if (!('output' in result)) throw new Error('expected one output');
  const bodies = new Map(
    result.output.flatMap((chunk) =>
      chunk.type === 'chunk' ? [[chunk.name, readBody(chunk.fileName, chunk.code)] as const] : [],
    ),
  );
  const shared = bodies.get(SHARED);
  if (!shared || shared.imports.size > 0) throw new Error('expected a chunk that both workers share');
  const workers = Object.keys(WORKERS).map((name) => {
    const body = bodies.get(name);
    const odd = [...(body?.imports.keys() ?? [])].find((specifier) => chunkOf(specifier) !== SHARED);
    if (!body || odd) throw new Error(`the worker "${name}" imports ${odd ?? 'nothing'}`);
    return [name, [`const${braces(importsFrom(body, SHARED))}=(`, `)();${body.code}`]] as const;
  });
  return { shared: `()=>{${shared.code}return${braces(shared.exports)}}`, workers: new Map(workers) };
}

/** `config` builds the workers' code. List it before the plugin for other texts. */
export function sharedWorkers(config: () => InlineConfig): Plugin {
  let building: Promise<Texts> | undefined;
  return {
    name: 'ticklane:shared-workers',
    enforce: 'pre',
    resolveId: (id) => (id === SHARED_MODULE ? id : undefined),
    async load(id) {
      const name = QUERY.exec(id)?.[1];
      if (!name && id !== SHARED_MODULE) return undefined;
      building ??= buildWorkers(config());
      const { shared, workers } = await building;
      const [before, after] = workers.get(name ?? '') ?? [];
      const code = name
        ? `import shared from ${JSON.stringify(SHARED_MODULE)};
let url;
export default () => (url ??= URL.createObjectURL(
  new Blob([${JSON.stringify(before)}, shared, ${JSON.stringify(after)}], { type: 'text/javascript' }),
));`
        : `export default ${JSON.stringify(shared)};`;
      return { code, moduleType: 'js', moduleSideEffects: false };
    },
  };
}

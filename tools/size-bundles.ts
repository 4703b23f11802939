/**
 * What an app downloads for an entry of the package: a bundle of the built modules with lit and comlink inside, as Vite makes it, gzipped. Counted
 * is what the page begins with, and what its static imports bring along (texts of workers among it); chunks that are loaded when they are
 * needed are not.
 */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, minify } from 'vite';
import { ROOT } from './files.ts';

const ENTRY = 'ticklane:app';

/** What an app imports: a whole module, by its path under `dist/inline/`, or some names of it. */
export interface AppImport {
  readonly module: string;
  readonly names?: readonly string[];
}

/** One file of an app. */
export interface AppChunk {
  readonly file: string;
  readonly code: string;
  /** Loaded with the page, not when it is needed. */
  readonly initial: boolean;
}

/** The app's own code: names that nobody uses would be left out. */
function appSource(imports: readonly AppImport[]): string {
  const lines = imports.map(({ module, names }) => {
    const from = JSON.stringify(path.join(ROOT, 'dist/inline', `${module}.js`));
    return names
      ? `import { ${names.join(', ')} } from ${from};\nconsole.log(${names.join(', ')});`
      : `import ${from};`;
  });
  return lines.join('\n');
}

/** Bundles an app that imports these. Run `npm run build` first. */
export async function bundleApp(imports: readonly AppImport[]): Promise<AppChunk[]> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'ticklane:app',
        resolveId: (id) => (id.endsWith(ENTRY) ? `\0${ENTRY}` : undefined),
        load: (id) => (id === `\0${ENTRY}` ? { code: appSource(imports), moduleSideEffects: true } : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      lib: { entry: ENTRY, formats: ['es'], fileName: 'app' },
    },
  });
  const [output] = [result].flat();
  if (!output || !('output' in output)) throw new Error('expected a bundle');
  const chunks = new Map(output.output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk]] : [])));
  const initial = new Set([...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  // a set grows while it is gone through
  for (const file of initial) for (const next of chunks.get(file)?.imports ?? []) initial.add(next);
  return Promise.all(
    [...chunks].map(async ([file, { code }]) => {
      const small = await minify(file, code, { module: true });
      return { file, code: small.code, initial: initial.has(file) };
    }),
  );
}

/** Bytes, plain and gzipped, of what an app begins with. */
export async function measureApp(imports: readonly AppImport[]): Promise<{ bytes: number; gzipped: number }> {
  const begin = (await bundleApp(imports)).filter(({ initial }) => initial).map(({ code }) => Buffer.from(code));
  return {
    bytes: begin.reduce((sum, code) => sum + code.length, 0),
    gzipped: begin.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0),
  };
}

/** Builds the bench pages as the package is built, and serves them isolated. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, preview } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { constants } from '../../tools/vite-plugin-constants.ts';
import { wat } from '../../tools/vite-plugin-wat.ts';

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Served page; `close` also removes what was built. */
export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/** One page, by the name of its HTML file. */
export async function servePage(name: string): Promise<ServedPage> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'ticklane-bench-'));
  const root = path.join(ROOT, 'bench/page');
  const common = { root, configFile: false, logLevel: 'warn' } as const;
  await build({
    ...common,
    plugins: [constants(), wat()],
    worker: { format: 'es', plugins: () => [constants(), wat()] },
    // the package starts its workers from code that is part of it
    resolve: { alias: [{ find: /^(.*)\/spawn\.js$/, replacement: '$1/spawn.inline.ts' }] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: path.join(root, `${name}.html`) },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: HEADERS },
  });
  return {
    url: `${server.resolvedUrls?.local[0]}${name}.html`,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

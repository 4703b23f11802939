/** Builds the bench pages as the package is built, and serves them isolated. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, preview } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { wat } from '../../tools/vite-plugin-wat.ts';

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Served pages; `close` also removes what was built. */
export interface Pages {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePages(): Promise<Pages> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'ticklane-bench-'));
  const root = path.join(ROOT, 'bench/page');
  const common = { root, configFile: false, logLevel: 'warn' } as const;
  await build({
    ...common,
    plugins: [wat()],
    worker: { format: 'es', plugins: () => [wat()] },
    // the package starts its workers from code that is part of it
    resolve: { alias: [{ find: /^(.*)\/spawn\.js$/, replacement: '$1/spawn.inline.ts' }] },
    build: { outDir, emptyOutDir: true, target: 'es2022', modulePreload: false },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: HEADERS },
  });
  return {
    url: server.resolvedUrls?.local[0] as string,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** The worker's file and the module of the page, built from the sources once for each file of tests. */
import path from 'node:path';
import type { InlineConfig } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { isolationFile } from '../../tools/isolation-file.ts';
import { moduleText } from '../../tools/vite-plugin-worker-text.ts';

const CONFIG: InlineConfig = {
  root: ROOT,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  build: { target: 'es2022' },
};

/** The files that a site has of us; `version`: of the worker. */
export async function isolationFiles(
  version?: string,
): Promise<{ '/isolation-worker.js': string; '/isolate.js': string }> {
  return {
    '/isolation-worker.js': await isolationFile(CONFIG, version),
    '/isolate.js': await moduleText(path.join(ROOT, 'src/isolation/index.ts'), CONFIG),
  };
}

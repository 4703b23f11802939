/**
 * Builds `dist/isolation-worker.js`, a classic script without imports that a site copies beside its pages: as a service worker it is the one half
 * of `src/isolation/`, as a script of the page the other.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { InlineConfig } from 'vite';
import { ROOT } from './files.ts';
import { moduleText } from './vite-plugin-worker-text.ts';

/** The package's version, by which the worker names what it keeps. */
export const VERSION: string = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;

/** The text of the file; `config` builds its halves, `version` is another one for tests. */
export async function isolationFile(config: InlineConfig, version = VERSION): Promise<string> {
  const define = { ...config.define, TICKLANE_VERSION: JSON.stringify(version) };
  const [worker, page] = await Promise.all(
    ['isolation.worker.ts', 'page-script.ts'].map((file) =>
      moduleText(path.join(ROOT, 'src/isolation', file), { ...config, define }),
    ),
  );
  const where = `cp node_modules/ticklane/dist/isolation-worker.js`;
  return `/* ticklane ${version}: isolation on hosts without headers. To update: ${where} */
typeof document === 'undefined' ? (() => {${worker}})() : (() => {${page}})();
`;
}

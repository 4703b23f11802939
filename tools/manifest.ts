/**
 * Writes custom-elements.json, the description of every element that editors, the catalog and the generated types
 * read. `--check` writes nothing and fails where the committed file is not what the sources say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import { ROOT } from './files.ts';
import { isMain } from './main.ts';

const FILE = path.join(ROOT, 'custom-elements.json');

/** The manifest of the sources as they are, as text. */
export async function createManifest(): Promise<string> {
  const manifest = await cli({ argv: ['analyze', '--litelement', '--quiet'], cwd: ROOT, noWrite: true });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Whether the committed manifest is up to date. */
export async function manifestIsCurrent(): Promise<boolean> {
  return existsSync(FILE) && readFileSync(FILE, 'utf8') === (await createManifest());
}

if (isMain(import.meta.url)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(FILE, await createManifest());
  } else if (!(await manifestIsCurrent())) {
    console.error('custom-elements.json is not what src/elements says: run npm run manifest');
    process.exitCode = 1;
  }
}

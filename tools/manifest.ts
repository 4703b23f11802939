/**
 * Writes custom-elements.json, the description of every element that editors and the catalog read, and the types of the tags that are made from it.
 * `--check` writes nothing and fails where the committed files are not what the sources say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import { ROOT } from './files.ts';
import { isMain } from './main.ts';
import { tagTypes } from './tag-types.ts';

/** The manifest of the sources as they are, as text. */
export async function createManifest(): Promise<string> {
  const manifest = await cli({ argv: ['analyze', '--litelement', '--quiet'], cwd: ROOT, noWrite: true });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The manifest and what is made from it, by their places in the repository. */
async function createFiles(): Promise<Map<string, string>> {
  const manifest = await createManifest();
  return new Map([['custom-elements.json', manifest], ...tagTypes(manifest)]);
}

/** Those of the committed files that are not up to date. */
export async function outdatedFiles(): Promise<string[]> {
  const files = [...(await createFiles())];
  const differs = ([file, text]: [string, string]) => {
    const place = path.join(ROOT, file);
    return !existsSync(place) || readFileSync(place, 'utf8') !== text;
  };
  return files.filter(differs).map(([file]) => file);
}

if (isMain(import.meta.url)) {
  if (!process.argv.includes('--check')) {
    for (const [file, text] of await createFiles()) writeFileSync(path.join(ROOT, file), text);
  } else {
    const files = await outdatedFiles();
    for (const file of files) console.error(`${file} is not what src/elements says: run npm run manifest`);
    if (files.length > 0) process.exitCode = 1;
  }
}

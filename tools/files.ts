/** Names of files, relative to the repository's root and always with `/`. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, an absolute path. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every file below a folder of the repository whose name matches, sorted; none where the folder does not exist. */
export function listFiles(folder: string, name: RegExp): string[] {
  const top = path.join(ROOT, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}

/** The kernels: what they include stands in folders below. */
export const listKernels = (): string[] => listFiles('wat', /\.wat$/).filter((file) => file.split('/').length === 2);

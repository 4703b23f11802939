/** The libraries that bench/package.json names, as far as they are installed. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { LIBRARIES, type Libraries, type LibraryModule, type LibraryName, TA_LIB } from './library.ts';

const FOLDER = new URL('../node_modules/', import.meta.url);
const require = createRequire(import.meta.url);

/** Loads them in Node; says by name what is missing. */
export async function findLibraries(progress: (text: string) => void): Promise<Libraries> {
  const modules = new Map<LibraryName, LibraryModule>();
  const missing: string[] = [];
  for (const name of LIBRARIES) {
    if (existsSync(new URL(`${name}/`, FOLDER))) {
      // by a path that the type checker does not follow: the package is not installed with the others
      const module: { default?: LibraryModule } & LibraryModule = await import(
        pathToFileURL(require.resolve(name)).href
      );
      modules.set(name, { ...module.default, ...module });
    } else missing.push(name);
  }
  const wasm = new URL(`${TA_LIB}/lib/talib.wasm`, FOLDER);
  const taLib = existsSync(wasm) ? readFileSync(wasm) : undefined;
  if (!taLib) missing.push(TA_LIB);
  if (missing.length) {
    progress(`skipped: ${missing.join(', ')} not installed; npm ci --prefix bench installs them`);
  }
  return { modules, ...(taLib && { taLib }) };
}

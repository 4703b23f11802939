/**
 * Lets Node import `.wat` files as the Vite plugin does, for node tests of modules that load a kernel:
 * `node --import tsx --import ./tools/node-wat.ts --test`. Compiles every kernel of `wat/` beforehand, because loader hooks run on
 * a thread of their own where TypeScript is not available.
 */
import { existsSync, readdirSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { RUNTIME, RUNTIME_SOURCE, watModule } from './vite-plugin-wat.ts';
import { readWat } from './wat.ts';

const folder = new URL('../wat/', import.meta.url);
const modules: Record<string, string> = { [RUNTIME]: RUNTIME_SOURCE };
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  if (!name.endsWith('.wat')) continue;
  const url = new URL(name, folder);
  const { source, parts } = readWat(fileURLToPath(url), `wat/${name}`);
  modules[url.href] = await watModule(`wat/${name}`, source, parts);
}

register(new URL('./node-wat-hooks.mjs', import.meta.url), { data: modules });

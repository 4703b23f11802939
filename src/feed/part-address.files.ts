import type { PartName } from './parts.js';

/** The address of a part of the feed worker, which lies beside this file. Main thread. */
export async function partAddress(name: PartName): Promise<string> {
  return new URL(/* @vite-ignore */ `./parts/${name}.js`, import.meta.url).href;
}

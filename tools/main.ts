import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Whether a module is what Node was started with, rather than imported by another one. */
export function isMain(url: string): boolean {
  const [, script] = process.argv;
  return script !== undefined && url === pathToFileURL(realpathSync(script)).href;
}

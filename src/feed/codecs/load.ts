/** Finds the code of a codec: `json` and `binary` are part of the feed worker, venues come when they are asked for. Feed worker. */
import { unknownName } from '../closest.js';
import type { CodecFactory } from '../codec.js';
import { binary } from './binary.js';
import { json } from './json.js';
import { VENUES } from './names.js';
import { venueFactory } from './venue-modules.js';

const OWN: ReadonlyMap<string, CodecFactory> = new Map([
  ['json', json],
  ['binary', binary],
]);

/**
 * The factory of a format. `url`: where its code is, for a codec of the page's own, whose module exports the factory as its default,
 * and for venues where this worker cannot find them by itself. Rejects with a TypeError that says what is wrong.
 */
export async function loadCodec(format: string, url?: string): Promise<CodecFactory> {
  const own = OWN.get(format);
  if (own) return own;
  if (url === undefined) {
    const factory = await venueFactory(format);
    if (factory) return factory;
    throw unknownName('format', format, [...OWN.keys(), ...VENUES]);
  }
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(/* @vite-ignore */ url)) as typeof module;
  } catch (error) {
    throw new TypeError(`format "${format}": its module does not load: ${(error as Error).message}`, { cause: error });
  }
  // a venue's module names its factory as the format is named
  const factory = module.default ?? module[format.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
  if (typeof factory === 'function') return factory as CodecFactory;
  throw new TypeError(`format "${format}": its module must export a codec factory as its default`);
}

import type { PartName } from './parts.js';
import { textAddress } from './text-address.js';

/** Each part of the feed worker as text, in a chunk of its own. */
const TEXTS: Readonly<Record<PartName, () => Promise<{ readonly default: string }>>> = {
  batched: () => import('./batched-part.ts?text'),
  history: () => import('./history-loader.ts?text'),
  http: () => import('./transports/http.ts?text'),
  replay: () => import('./transports/replay.ts?text'),
  simulator: () => import('./transports/simulator.ts?text'),
};
const addresses = new Map<PartName, string>();

/** The address of a part of the feed worker. Rejects where its chunk does not load. Main thread. */
export async function partAddress(name: PartName): Promise<string> {
  const address = addresses.get(name) ?? textAddress((await TEXTS[name]()).default);
  addresses.set(name, address);
  return address;
}

import type { PartName } from './parts.js';

/** Where a feed worker finds its parts: by itself, where it has files beside it. Builds whose worker is one text take part-address.inline.ts. */
export async function partAddress(_name: PartName): Promise<string | undefined> {
  return undefined;
}

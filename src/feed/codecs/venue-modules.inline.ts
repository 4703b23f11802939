import type { CodecFactory } from '../codec.js';

/** A worker that was started from text has no files beside it: the page gives it the address of a venue's code. */
export async function venueFactory(_format: string): Promise<CodecFactory | undefined> {
  return undefined;
}

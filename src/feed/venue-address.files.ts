import { VENUE_FILES, type VenueName } from './codecs/names.js';

/** The address of a venue's code, which lies beside this file; undefined where it is no venue of ours. Main thread. */
export async function venueAddress(format: string): Promise<string | undefined> {
  const file = VENUE_FILES[format as VenueName];
  // Vite would look for files of that name while it builds, and find none
  return file && new URL(/* @vite-ignore */ `./codecs/${file}.js`, import.meta.url).href;
}

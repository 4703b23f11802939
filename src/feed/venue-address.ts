/** Where a feed worker finds a venue's code: by itself, where it has files beside it. Builds whose worker is one text take venue-address.inline.ts. */
export async function venueAddress(_format: string): Promise<string | undefined> {
  return undefined;
}

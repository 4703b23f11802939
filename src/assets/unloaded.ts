/** Why a worker may not load, which browsers do not say. Builds whose workers are files take unloaded.files.ts. */
export const unloaded = (): string => 'its script did not load (does worker-src of the CSP allow blob:?)';

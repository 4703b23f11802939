import type { TransportSource } from './protocol.js';

/** Transports that the page has imported beside the built-in ones, for the workers of all its feeds. Main thread. */
export const pageTransports: TransportSource[] = [];

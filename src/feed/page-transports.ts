import type { TransportSource } from './protocol.js';

/** Under this name the one file for a script tag and a module of the package, which share no code, find the same list. */
const shared: { [name: symbol]: TransportSource[] | undefined } = globalThis as never;
const NAME = Symbol.for('ticklane.transports');
shared[NAME] ??= [];

/** Transports that the page has imported beside the built-in ones, for the workers of all its feeds. Main thread. */
export const pageTransports: TransportSource[] = shared[NAME];

/**
 * Entries of the package that teach feeds a transport whose library is too large for everyone. This file says where the feed worker finds
 * its code; builds whose workers are texts take addresses.inline.ts.
 */
export const natsAddress = (): string => new URL('../feed/transports/nats.ts', import.meta.url).href;
export const mqttAddress = (): string => new URL('../feed/transports/mqtt.ts', import.meta.url).href;

/** Where a feed worker finds the code of NATS's transport. Builds whose workers are texts take nats-address.inline.ts. */
export const natsAddress = (): string => new URL('../feed/transports/nats.ts', import.meta.url).href;

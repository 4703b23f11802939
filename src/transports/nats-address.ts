/** Where a feed worker finds the code of NATS's transport. Builds take nats-address.inline.ts or nats-address.files.ts. */
export const natsAddress = (): string => new URL('../feed/transports/nats.ts', import.meta.url).href;

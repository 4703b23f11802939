/** Where a feed worker finds the code of MQTT's transport. Builds whose workers are texts take mqtt-address.inline.ts. */
export const mqttAddress = (): string => new URL('../feed/transports/mqtt.ts', import.meta.url).href;

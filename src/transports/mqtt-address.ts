/** Where a feed worker finds the code of MQTT's transport. Builds take mqtt-address.inline.ts or mqtt-address.files.ts. */
export const mqttAddress = (): string => new URL('../feed/transports/mqtt.ts', import.meta.url).href;

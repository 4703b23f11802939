import { textAddress } from '../feed/text-address.js';
import mqtt from '../feed/transports/mqtt.ts?text';
import nats from '../feed/transports/nats.ts?text';

export const natsAddress = (): string => textAddress(nats);
export const mqttAddress = (): string => textAddress(mqtt);

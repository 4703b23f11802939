import { textAddress } from '../feed/text-address.js';
import text from '../feed/transports/mqtt.ts?text';

export const mqttAddress = (): string => textAddress(text);

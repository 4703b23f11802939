import { textAddress } from '../feed/text-address.js';
import text from '../feed/transports/mqtt.ts?text';

let address: string | undefined;

export function mqttAddress(): string {
  address ??= textAddress(text);
  return address;
}

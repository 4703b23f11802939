import { textAddress } from '../feed/text-address.js';
import text from '../feed/transports/nats.ts?text';

let address: string | undefined;

export function natsAddress(): string {
  address ??= textAddress(text);
  return address;
}

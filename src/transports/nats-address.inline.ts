import { textAddress } from '../feed/text-address.js';
import text from '../feed/transports/nats.ts?text';

export const natsAddress = (): string => textAddress(text);

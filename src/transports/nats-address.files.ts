import { assetAddress } from '../assets/base.js';

export const natsAddress = (): string => assetAddress('nats.transport.js');

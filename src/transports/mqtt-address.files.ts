import { assetAddress } from '../assets/base.js';

export const mqttAddress = (): string => assetAddress('mqtt.transport.js');

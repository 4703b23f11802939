/** NATS over WebSocket: importing this teaches every `<data-feed>` of the page the schemes `nats+ws:` and `nats+wss:`. */
import { pageTransports } from '../feed/page-transports.js';
import { natsAddress } from './addresses.js';

pageTransports.push({ schemes: ['nats+ws:', 'nats+wss:'], url: natsAddress() });

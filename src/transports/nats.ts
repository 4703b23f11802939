/**
 * Entries of the package that teach feeds a transport whose library is too large for everyone. NATS over WebSocket: importing this teaches every `<data-feed>` of the page the schemes `nats+ws:` and
 * `nats+wss:`.
 */
import { pageTransports } from '../feed/page-transports.js';
import { natsAddress } from './nats-address.js';

pageTransports.push({
  schemes: ['nats+ws:', 'nats+wss:'],
  // asked for by the first feed that connects: until then the page may say where files are
  get url() {
    return natsAddress();
  },
});

/** MQTT over WebSocket: importing this teaches every `<data-feed>` of the page the schemes `mqtt+ws:` and `mqtt+wss:`. */
import { pageTransports } from '../feed/page-transports.js';
import { mqttAddress } from './mqtt-address.js';

pageTransports.push({
  schemes: ['mqtt+ws:', 'mqtt+wss:'],
  // asked for by the first feed that connects: until then the page may say where files are
  get url() {
    return mqttAddress();
  },
});

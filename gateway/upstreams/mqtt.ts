/** MQTT: every topic below `ticks/` is a symbol. */
import { loadPackage, shownUrl, type UpstreamOpener, type UpstreamOptions, upstreamUrl } from '../upstream.js';
import { brokerDecoder, symbolOfTopic } from './broker-ticks.js';

const SCHEMES = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
/** Milliseconds to connect. */
const CONNECT = 5000;
/** Seconds between two questions whether the broker still answers. */
const KEEP_ALIVE = 10;
/** What a broker answers to a subscription that it refuses, at least. */
const REFUSED = 0x80;

export async function openMqtt({ url, subject = 'ticks/#', map, token }: UpstreamOptions): Promise<UpstreamOpener> {
  const address = upstreamUrl('--mqtt', url, SCHEMES);
  const { connect } = await loadPackage('mqtt', () => import('mqtt'));
  return {
    shown: `${shownUrl(address)} (${subject})`,
    open(ticks, _wanted, events) {
      const decode = brokerDecoder(map, ticks);
      const client = connect(url, {
        connectTimeout: CONNECT,
        keepalive: KEEP_ALIVE,
        // the gateway's own way of coming back, which tells the clients
        reconnectPeriod: 0,
        ...(token !== undefined && address.password === '' && { password: token }),
      });
      let closed = false;
      const close = () => {
        closed = true;
        client.end(true);
      };
      const end = (reason: string) => {
        if (closed) return;
        close();
        events.ended(reason);
      };
      client.on('connect', () => {
        client.subscribe(subject, { qos: 0 }, (error, granted = []) => {
          if (error) end(error.message);
          else if (granted.some(({ qos }) => qos >= REFUSED)) end(`the broker refuses the topic ${subject}`);
          else if (!closed) events.opened();
        });
      });
      client.on('message', (topic, payload, { retain }) => {
        if (!closed) decode(symbolOfTopic(topic, '/'), payload, retain);
      });
      client.on('error', ({ message }) => end(message || 'no connection'));
      client.on('close', () => end('the broker closed the connection, or nobody answers'));
      return { close };
    },
  };
}

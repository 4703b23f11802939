/** NATS: every subject below `ticks.` is a symbol. */
import type { NatsConnection } from '@nats-io/transport-node';
import {
  loadPackage,
  shownUrl,
  type UpstreamEvents,
  type UpstreamOpener,
  type UpstreamOptions,
  upstreamUrl,
} from '../upstream.js';
import { brokerDecoder, symbolOfTopic } from './broker-ticks.js';

/** Milliseconds to connect, and between two questions whether the server still answers; two without an answer are a loss. */
const CONNECT = 5000;
const PING = 5000;

export async function openNats({ url, subject = 'ticks.>', map, token }: UpstreamOptions): Promise<UpstreamOpener> {
  const servers = url.split(',').map((one) => upstreamUrl('--nats', one.trim(), ['nats:', 'tls:']));
  const { connect } = await loadPackage('@nats-io/transport-node', () => import('@nats-io/transport-node'));
  const shown = `${servers.map(shownUrl).join(', ')} (${subject})`;
  const settings = {
    ...credentialsOf(servers[0] as URL, token),
    servers: servers.map(({ host }) => host),
    ...(servers.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
    name: 'ticklane-gateway',
    timeout: CONNECT,
    pingInterval: PING,
    maxPingOut: 2,
    // the gateway's own way of coming back, which tells the clients
    reconnect: false,
  };
  return {
    shown,
    several: servers.length > 1,
    open(ticks, _wanted, events) {
      const decode = brokerDecoder(map, ticks);
      const connection = new Connection(events);
      connect(settings).then(
        (standing) => connection.stand(standing, subject, (topic, data) => decode(symbolOfTopic(topic, '.'), data)),
        (error: Error) => connection.end(error.message),
      );
      return connection;
    },
  };
}

class Connection {
  readonly #events: UpstreamEvents;
  #standing: NatsConnection | undefined;
  #closed = false;

  constructor(events: UpstreamEvents) {
    this.#events = events;
  }

  stand(standing: NatsConnection, subject: string, take: (topic: string, data: Uint8Array) => void): void {
    this.#standing = standing;
    if (this.#closed) return this.close();
    standing.subscribe(subject, {
      callback: (error, message) => (error ? this.end(error.message) : take(message.subject, message.data)),
    });
    standing.closed().then((error) => this.end(error ? error.message : 'the server closed the connection'));
    // answered when the server has taken the subscription
    standing.flush().then(
      () => this.#closed || this.#events.opened(),
      (error: Error) => this.end(error.message),
    );
  }

  end(reason: string): void {
    if (this.#closed) return;
    this.close();
    this.#events.ended(reason);
  }

  close(): void {
    this.#closed = true;
    // one that is broken cannot say goodbye, and is closed all the same
    this.#standing?.close().catch(() => {});
  }
}

function credentialsOf({ username, password }: URL, token: string | undefined) {
  if (username !== '') {
    const user = decodeURIComponent(username);
    return password === '' ? { token: user } : { user, pass: decodeURIComponent(password) };
  }
  return token === undefined ? {} : { token };
}

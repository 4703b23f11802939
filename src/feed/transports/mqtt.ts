/**
 * MQTT over WebSocket, in a module of its own for pages that need it. `mqtt+ws://host:port/ticks/{symbol}`: the URL's path is the topic of each
 * symbol (`ticks/{symbol}` where left out; see `topicOf` for symbols with slashes), a topic without `{symbol}` brings whatever is published on it.
 * Options: `?qos=1` (0), `?version=4` for a broker without MQTT 5, `?path=/ws` for the WebSocket's own path (`/mqtt`). Credentials,
 * `user:password@`, come from the `beforeconnect` hook. Payloads are ticks as JSON, or binary frames of the topic's own symbol.
 */
import mqtt from 'mqtt';
import type { OpenTransport, TransportEnd, TransportModule } from '../transport.js';
import { type BrokerAddress, BrokerFrames, changesOf, isPerSymbol, parseBroker, topicOf } from './broker.js';

/** A quiet market is not a dead one: the broker answers a ping after so many seconds in which we sent nothing. */
const KEEP_ALIVE_S = 2;
const TIMEOUT_MS = 10_000;
/** Brokers limit what one request may ask for. */
const TOPICS_A_REQUEST = 100;
/** Reason codes of subscriptions from here on are refusals. */
const REFUSED = 128;

/** Reason codes with which a broker says that another attempt would end alike: MQTT 3.1.1, 3.2.2.3, and MQTT 5, 3.2.2.2. */
const HOPELESS = [1, 2, 4, 5, 132, 133, 134, 135, 138, 140];
const UNSUPPORTED_VERSION = [1, 132];

const open: OpenTransport = ({ url, shown, headers, symbols }, events) => {
  if (Object.keys(headers).length > 0) {
    throw new TypeError('MQTT over WebSocket cannot send headers: put user:password@ into the url');
  }
  const defaults = { template: 'ticks/{symbol}', path: '/mqtt', options: ['qos', 'version'] };
  const address = parseBroker(url, shown, defaults);
  const qos = optionOf(address, 'qos', [0, 1, 2], shown);
  const protocolVersion = optionOf(address, 'version', [5, 4], shown);
  checkTopic(address, shown);
  const frames = new BrokerFrames(events);
  const topics = new Map<string, string>();
  const subscribed = new Set<string>();
  let wanted = symbols;
  let opened = false;
  let closed = false;
  let failure: Error | undefined;

  const client = mqtt.connect(address.server, {
    ...(address.user === undefined ? {} : { username: address.user }),
    ...(address.password === undefined ? {} : { password: address.password }),
    protocolVersion,
    clean: true,
    // the feed comes back and subscribes by itself
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: TIMEOUT_MS,
    keepalive: KEEP_ALIVE_S,
    // its own would start another worker
    timerVariant: 'native',
  });
  const subscribe = (all: readonly string[], names: readonly string[]) => {
    for (let from = 0; from < all.length; from += TOPICS_A_REQUEST) {
      const asked = names.slice(from, from + TOPICS_A_REQUEST);
      client.subscribe(all.slice(from, from + TOPICS_A_REQUEST), { qos }, (error, _grants, answer) => {
        // without an answer the connection ended, which is told elsewhere
        if (!error || !answer || closed) return;
        const refused = asked.filter((_, index) => Number(answer.granted[index]) >= REFUSED);
        frames.refuse(error.message, refused);
      });
    }
  };
  /** Subscribes to what is wanted, and to nothing else. */
  const follow = () => {
    if (closed || !isPerSymbol(address)) return;
    const { added, removed } = changesOf(subscribed, wanted);
    for (const symbol of removed) {
      const topic = topicOf(address.template, symbol);
      topics.delete(topic);
      subscribed.delete(symbol);
      frames.forget(symbol);
      client.unsubscribe(topic);
    }
    const all = added.map((symbol) => topicOf(address.template, symbol));
    for (const [index, symbol] of added.entries()) {
      subscribed.add(symbol);
      topics.set(all[index] as string, symbol);
    }
    subscribe(all, added);
  };
  client.on('connect', () => {
    if (closed) return;
    opened = true;
    if (!isPerSymbol(address)) subscribe([address.template], []);
    events.opened();
    follow();
  });
  client.on('message', (topic, payload) => {
    if (!closed) frames.take(payload, topics.get(topic));
  });
  client.on('packetreceive', ({ cmd }) => {
    if (cmd === 'pingresp' && !closed) events.alive();
  });
  client.on('error', (error) => {
    failure = error;
  });
  client.on('disconnect', ({ reasonCode }) => {
    failure = new Error(`disconnected with reason ${reasonCode}`);
  });
  client.on('close', () => {
    if (closed) return;
    closed = true;
    client.end(true);
    events.ended(endOf(failure, opened, shown));
  });

  return {
    send: () => {},
    want(all) {
      wanted = all;
      if (opened) follow();
    },
    close() {
      closed = true;
      client.end(true);
    },
  };
};

function optionOf<Value extends number>(
  { options }: BrokerAddress,
  name: string,
  values: readonly [Value, ...Value[]],
  shown: string,
): Value {
  const given = options.get(name);
  const value = given === null ? values[0] : values.find((one) => String(one) === given);
  if (value === undefined) throw new TypeError(`"${shown}": ${name}=${given}, expected one of ${values.join(', ')}`);
  return value;
}

function endOf(failure: Error | undefined, opened: boolean, shown: string): TransportEnd {
  const code = failure && 'code' in failure ? Number(failure.code) : Number.NaN;
  const why = failure?.message ? `: ${failure.message}` : '';
  const hint = UNSUPPORTED_VERSION.includes(code) ? ' (try ?version=4)' : '';
  const reason = opened ? `${shown} closed${why}` : `no connection to ${shown}${why}${hint}`;
  return { reason, again: !HOPELESS.includes(code) };
}

/** Throws a TypeError for a topic that no broker takes. */
function checkTopic({ template }: BrokerAddress, shown: string): void {
  const parts = template.split('/');
  const misplaced = parts.some((part, index) =>
    part.includes('#') ? part !== '#' || index < parts.length - 1 : part.includes('+') && part !== '+',
  );
  if (misplaced || template.includes('\0')) {
    throw new TypeError(
      `"${shown}": "${template}" is no topic, which is words with slashes between them, like ticks/{symbol}`,
    );
  }
}

export const transport: TransportModule = { schemes: ['mqtt+ws:', 'mqtt+wss:'], open };

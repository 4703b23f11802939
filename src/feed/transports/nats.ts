/**
 * NATS over WebSocket, in a module of its own for pages that need it. `nats+ws://host:port/ticks.{symbol}`: the path is the subject of each symbol
 * (`ticks.{symbol}` where left out; see `subjectOf` for symbols with dots), a subject without `{symbol}` brings whatever is published on it.
 * `?path=/nats` is the WebSocket's own path, behind a proxy. Credentials, `user:password@` or `token@`, come from the `beforeconnect` hook.
 * Payloads are ticks as JSON, or binary frames of the subject's own symbol. Where they have a `sequence`, it goes up by one from tick to tick of a
 * symbol: a jump is a gap. With a `map` it may be anything.
 */
import { errors, type NatsConnection, type Subscription, wsconnect } from '@nats-io/nats-core';
import type { OpenTransport, TransportModule } from '../transport.js';
import { type BrokerAddress, BrokerFrames, changesOf, isPerSymbol, parseBroker, subjectOf } from './broker.js';

/** A quiet market is not a dead one: the server answers a ping this often. */
const PING_MS = 2000;
const TIMEOUT_MS = 10_000;

const open: OpenTransport = ({ url, shown, headers, symbols }, events) => {
  if (Object.keys(headers).length > 0) {
    throw new TypeError('NATS over WebSocket cannot send headers: put user:password@ or token@ into the url');
  }
  const address = parseBroker(url, shown, { template: 'ticks.{symbol}', path: '/' });
  checkSubject(address, shown);
  const frames = new BrokerFrames(events);
  const subscriptions = new Map<string, Subscription>();
  let wanted = symbols;
  let connection: NatsConnection | undefined;
  let pinging: ReturnType<typeof setInterval> | undefined;
  let closed = false;

  const end = (error: Error | undefined) => {
    if (closed) return;
    stop();
    events.ended(connection ? lossOf(error, shown) : refusalOf(error as Error, shown));
  };
  const stop = () => {
    closed = true;
    clearInterval(pinging);
  };
  /** `symbol` undefined: a subject that carries several. */
  const subscribe = (subject: string, symbol: string | undefined) =>
    (connection as NatsConnection).subscribe(subject, {
      callback(error, message) {
        if (closed) return;
        if (error) frames.refuse(error.message, symbol === undefined ? [] : [symbol]);
        else frames.take(message.data, symbol);
      },
    });
  /** Subscribes to what is wanted, and to nothing else. */
  const follow = () => {
    if (closed || !isPerSymbol(address)) return;
    const { added, removed } = changesOf(subscriptions, wanted);
    for (const symbol of removed) {
      subscriptions.get(symbol)?.unsubscribe();
      subscriptions.delete(symbol);
      frames.forget(symbol);
    }
    for (const symbol of added) subscriptions.set(symbol, subscribe(subjectOf(address.template, symbol), symbol));
  };
  const begin = (made: NatsConnection) => {
    connection = made;
    made.closed().then((error) => end(error as Error | undefined));
    pinging = setInterval(() => {
      // a flush ends with the answer to a ping; one that fails is told by `closed`
      made.flush().then(
        () => closed || events.alive(),
        () => {},
      );
    }, PING_MS);
    if (!isPerSymbol(address)) subscribe(address.template, undefined);
    events.opened();
    follow();
  };
  wsconnect({
    servers: address.server,
    name: 'ticklane',
    ...credentialsOf(address),
    // the feed comes back by itself, to whichever server it chooses
    reconnect: false,
    ignoreClusterUpdates: true,
    noEcho: true,
    timeout: TIMEOUT_MS,
  })
    .then((made) => (closed ? made.close() : begin(made)))
    .catch(end);

  return {
    // a connection that stands does not see what a lost node of the cluster took along: only numbers tell
    counted: true,
    send: () => {},
    want(all) {
      wanted = all;
      if (connection && !closed) follow();
    },
    close() {
      stop();
      void connection?.close();
    },
  };
};

function credentialsOf({ user, password }: BrokerAddress) {
  if (user === undefined) return {};
  return password === undefined ? { token: user } : { user, pass: password };
}

function lossOf(error: Error | undefined, shown: string) {
  return { reason: `${shown} closed${error ? `: ${error.message}` : ''}`, again: !isRefusal(error) };
}

function refusalOf(error: Error, shown: string) {
  if (isRefusal(error)) return { reason: `${shown} refuses: ${error.message}`, again: false };
  return { reason: `no connection to ${shown}${error.message ? `: ${error.message}` : ''}`, again: true };
}

function isRefusal(error: Error | undefined): boolean {
  return error instanceof errors.AuthorizationError;
}

/** Throws a TypeError for a subject that no server takes: without it each symbol would fail alone. */
function checkSubject({ template }: BrokerAddress, shown: string): void {
  const tokens = template.split('.');
  const misplaced = tokens.some((token, index) => token === '' || (token === '>' && index < tokens.length - 1));
  if (!misplaced && !/\s/.test(template)) return;
  throw new TypeError(
    `"${shown}": "${template}" is no subject, which is words with dots between them, like ticks.{symbol}`,
  );
}

export const transport: TransportModule = { schemes: ['nats+ws:', 'nats+wss:'], open };

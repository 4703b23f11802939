import { isObject, type JsonObject } from '../src/feed/codecs/json-text.js';
import { isStrings } from './json.js';

/** What a venue says to a client's message, and whether data may follow. */
export interface VenueAnswer {
  readonly replies: readonly string[];
  /** True for a subscribe that was understood: playback starts after the last one. */
  readonly subscribes: boolean;
}

/**
 * The subscribe protocols of the venues, told apart by the shape of a request, for one client. A message of no known protocol
 * counts as a subscribe without an answer, so that captures of other venues can be played too.
 */
export class Venue {
  readonly #coinbase = new Map<string, Set<string>>();

  /** Answers one text message of the client. Never throws. */
  answer(text: string): VenueAnswer {
    if (text === 'ping') return reply(false, 'pong');
    let request: unknown;
    try {
      request = JSON.parse(text);
    } catch {
      // What the parser says depends on the engine; the client needs to know only that it was not JSON.
      return reply(false, { type: 'error', message: 'not JSON' });
    }
    if (!isObject(request)) return reply(false, { type: 'error', message: 'a request is a JSON object' });
    return (
      this.#answerCoinbase(request) ??
      answerBinance(request) ??
      answerKrakenV2(request) ??
      answerKraken(request) ??
      answerBitstamp(request) ??
      answerAction(request) ??
      answerArguments(request) ?? { replies: [], subscribes: true }
    );
  }

  /** `{"type":"subscribe","product_ids":[...],"channels":[...]}`: each answer lists everything subscribed so far. */
  #answerCoinbase(request: JsonObject): VenueAnswer | undefined {
    if (request.type !== 'subscribe' && request.type !== 'unsubscribe') return undefined;
    const { channels = [], product_ids: products = [] } = request;
    if (!Array.isArray(channels) || channels.length === 0 || !isStrings(products)) {
      const reason = 'channels and product_ids must be lists';
      return reply(false, { type: 'error', message: `Failed to ${request.type}`, reason });
    }
    for (const channel of channels as readonly unknown[]) {
      const name = isObject(channel) ? channel.name : channel;
      const own = isObject(channel) && isStrings(channel.product_ids) ? channel.product_ids : products;
      if (typeof name !== 'string') {
        return reply(false, { type: 'error', message: `Failed to ${request.type}`, reason: 'a channel has no name' });
      }
      const subscribed = this.#coinbase.get(name) ?? new Set();
      for (const product of own) {
        if (request.type === 'subscribe') subscribed.add(product);
        else subscribed.delete(product);
      }
      if (subscribed.size > 0) this.#coinbase.set(name, subscribed);
      else this.#coinbase.delete(name);
    }
    const listed = [...this.#coinbase].map(([name, ids]) => ({ name, product_ids: [...ids] }));
    return reply(request.type === 'subscribe', { type: 'subscriptions', channels: listed });
  }
}

/** `{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":1}` -> `{"result":null,"id":1}`. */
function answerBinance(request: JsonObject): VenueAnswer | undefined {
  const { method, params, id = null } = request;
  if (method === 'LIST_SUBSCRIPTIONS') return reply(false, { result: [], id });
  if (method !== 'SUBSCRIBE' && method !== 'UNSUBSCRIBE') return undefined;
  if (!isStrings(params)) {
    return reply(false, { error: { code: 2, msg: 'Invalid request: params must be a list of strings' }, id });
  }
  return reply(method === 'SUBSCRIBE', { result: null, id });
}

/** Kraken v2: `{"method":"subscribe","params":{"channel":"trade","symbol":[...]}}` -> one answer per symbol; one where there is none. */
function answerKrakenV2(request: JsonObject): VenueAnswer | undefined {
  const { method, params, req_id } = request;
  if (method === 'ping') return reply(false, { method: 'pong', req_id });
  if ((method !== 'subscribe' && method !== 'unsubscribe') || !isObject(params)) return undefined;
  const { channel, symbol: symbols = [undefined] } = params;
  if (typeof channel !== 'string' || !Array.isArray(symbols)) {
    return reply(false, { method, success: false, error: 'channel is a text and symbol a list', req_id });
  }
  const results = symbols.map((symbol: unknown) => ({ ...params, symbol }));
  return reply(method === 'subscribe', ...results.map((result) => ({ method, result, success: true, req_id })));
}

/** Kraken v1: `{"event":"subscribe","pair":[...],"subscription":{"name":"trade"}}` -> one status per pair. */
function answerKraken(request: JsonObject): VenueAnswer | undefined {
  const { event, pair, subscription } = request;
  if (event === 'ping') return reply(false, { event: 'pong', reqid: request.reqid });
  if ((event !== 'subscribe' && event !== 'unsubscribe') || !isStrings(pair) || !isObject(subscription))
    return undefined;
  const status = `${event}d`;
  const channelName = subscription.name;
  return reply(
    event === 'subscribe',
    ...pair.map((one) => ({ channelName, event: 'subscriptionStatus', pair: one, status, subscription })),
  );
}

/** `{"event":"bts:subscribe","data":{"channel":"live_trades_btcusd"}}`. */
function answerBitstamp(request: JsonObject): VenueAnswer | undefined {
  const { event, data } = request;
  if (event === 'bts:heartbeat') return reply(false, { event, channel: '', data: { status: 'success' } });
  if ((event !== 'bts:subscribe' && event !== 'bts:unsubscribe') || !isObject(data)) return undefined;
  const subscribes = event === 'bts:subscribe';
  const done = subscribes ? 'bts:subscription_succeeded' : 'bts:unsubscription_succeeded';
  return reply(subscribes, { event: done, channel: data.channel, data: {} });
}

/**
 * Alpaca: `{"action":"subscribe","trades":["AAPL"]}`, and Polygon: `{"action":"subscribe","params":"T.AAPL,Q.AAPL"}`, each after a login,
 * `{"action":"auth",...}`, with any key.
 */
function answerAction(request: JsonObject): VenueAnswer | undefined {
  const { action, params, trades = [], quotes = [], bars = [], key } = request;
  const known = action === 'auth' || action === 'subscribe' || action === 'unsubscribe';
  if (!known) return undefined;
  const subscribes = action === 'subscribe';
  if (typeof params === 'string') {
    const said = (status: string, message: string) => ({ ev: 'status', status, message });
    if (action === 'auth') return reply(false, [said('auth_success', 'authenticated')]);
    return reply(subscribes, ...params.split(',').map((topic) => [said('success', `${action}d to: ${topic.trim()}`)]));
  }
  if (action === 'auth') return key === undefined ? undefined : reply(false, [{ T: 'success', msg: 'authenticated' }]);
  if (![trades, quotes, bars].every(isStrings) || params !== undefined) return undefined;
  return reply(subscribes, [{ T: 'subscription', trades, quotes, bars }]);
}

/** OKX and Bybit: `{"op":"subscribe","args":[...]}`; OKX's arguments are objects, each acknowledged, Bybit's are strings. */
function answerArguments(request: JsonObject): VenueAnswer | undefined {
  const { op, args } = request;
  if (op === 'ping') return reply(false, { success: true, ret_msg: 'pong', op, req_id: request.req_id });
  if ((op !== 'subscribe' && op !== 'unsubscribe') || !Array.isArray(args)) return undefined;
  const subscribes = op === 'subscribe';
  const objects: readonly unknown[] = args;
  if (isStrings(objects)) return reply(subscribes, { success: true, ret_msg: '', op, req_id: request.req_id });
  return reply(subscribes, ...objects.map((arg) => ({ event: op, arg })));
}

function reply(subscribes: boolean, ...messages: readonly (string | object)[]): VenueAnswer {
  return { replies: messages.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))), subscribes };
}

/** Whether a recorded message acknowledges a subscribe: the gateway has answered that itself. */
export function isAcknowledgement(message: unknown): boolean {
  if (!isObject(message)) return false;
  const { type, event, op, method, channel } = message;
  return (
    type === 'subscriptions' ||
    channel === 'subscriptions' ||
    ('result' in message && 'id' in message) ||
    event === 'subscriptionStatus' ||
    event === 'bts:subscription_succeeded' ||
    (event === 'subscribe' && 'arg' in message) ||
    (op === 'subscribe' && 'success' in message) ||
    (method === 'subscribe' && 'success' in message)
  );
}

/** The symbol a recorded message is about, as the venue writes it; undefined where it is about none. */
export function symbolOf(message: unknown): string | undefined {
  if (Array.isArray(message)) return text(message.at(-1));
  if (!isObject(message)) return undefined;
  const { data, arg, channel } = message;
  if (typeof message.product_id === 'string') return message.product_id;
  if (isObject(arg)) return text(arg.instId);
  if (isObject(data) && typeof data.s === 'string') return data.s;
  if (typeof channel === 'string' && channel.includes('_')) return channel.slice(channel.lastIndexOf('_') + 1);
  return text(message.s) ?? text(message.symbol);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

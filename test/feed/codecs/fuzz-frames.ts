/** Frames for every codec to be broken: a few written by hand, in the shape of real ones, and all recorded ones where they are. */
import { existsSync } from 'node:fs';
import { BinaryTickEncoder } from '../../../src/feed/codecs/binary.ts';
import { heartbeatMessage, subscribedMessage, type TickEncoder } from '../../../src/feed/codecs/gateway-protocol.ts';
import { codecs } from '../../../src/feed/codecs/index.ts';
import { JsonTickEncoder } from '../../../src/feed/codecs/json-encoder.ts';
import { folder, lines, type WireLine } from './recorded.ts';

export interface FuzzFrames {
  readonly frames: readonly (string | ArrayBuffer)[];
  readonly symbols: readonly string[];
}

const T = 1_700_000_000_123;
/** A book of thousands of levels costs as much time as a hundred small frames, and breaks in no other way. */
const LONGEST = 8000;
/** Fields in which venues write symbols. */
const SYMBOL_FIELDS = new Set(['s', 'S', 'sym', 'symbol', 'product_id', 'instId', 'pair', 'ticker']);

const GATEWAY = [
  { name: 'A', id: 1 },
  { name: 'B', id: 2 },
];

function gatewayFrames(encoder: TickEncoder): (string | ArrayBuffer)[] {
  const [a, b] = GATEWAY as [(typeof GATEWAY)[0], (typeof GATEWAY)[0]];
  encoder.trade(a, T, 100.5, 3, 17, 1);
  encoder.quote(b, T + 1, 7.25, 10, 7.5, 20, 4);
  const both = encoder.frame(T + 2);
  encoder.trade(b, T + 3, 7.5, 1, Number.NaN, 2);
  return [both, encoder.frame(T + 4), subscribedMessage(GATEWAY), heartbeatMessage(T, { position: 'r-1' })];
}

const JSON_FRAMES = [
  { type: 'subscribed', protocol: 1, symbols: { A: 1 }, numbered: ['A'], run: 'r', resumed: false, reason: 'new' },
  { type: 'info', message: 'the source is back', upstream: 'live', numbered: ['A'] },
  { type: 'heartbeat', time: T, upstream: 'lost' },
  { type: 'error', message: 'no', symbols: ['A'] },
  { symbol: 'A', bid: 1.5, ask: '1.75', time: '2026-01-05T10:00:00Z' },
];

/** Messages by format, in hand-written numbers. */
const BY_HAND: Readonly<Record<string, readonly unknown[]>> = {
  json: JSON_FRAMES,
  binary: JSON_FRAMES,
  binance: [
    { e: 'aggTrade', E: T, s: 'AUSDT', a: 5, p: '10.5', q: '2', T, m: false },
    { u: 9, s: 'AUSDT', b: '10.25', B: '3', a: '10.5', A: '4' },
    { e: 'depthUpdate', E: T, s: 'AUSDT', U: 3, u: 5, b: [['10.25', '0']], a: [['10.75', '1']] },
    { result: null, id: 1 },
  ],
  'binance-futures': [
    { e: 'aggTrade', E: T, s: 'AUSDT', a: 5, p: '10.5', q: '2', f: 1, l: 2, T, m: true },
    { e: 'bookTicker', u: 9, E: T, T, s: 'AUSDT', b: '10.25', B: '3', a: '10.5', A: '4' },
    { e: 'depthUpdate', E: T, T, s: 'AUSDT', U: 3, u: 5, pu: 2, b: [['10.25', '0']], a: [] },
  ],
  coinbase: [
    { type: 'match', trade_id: 3, side: 'buy', size: '2', price: '10.5', product_id: 'A-USD', sequence: 8 },
    { type: 'ticker', sequence: 9, product_id: 'A-USD', best_bid: '10.25', best_ask: '10.5', price: '10.5' },
    { type: 'snapshot', product_id: 'A-USD', bids: [['10.25', '1']], asks: [['10.5', '2']] },
    { type: 'l2update', product_id: 'A-USD', changes: [['buy', '10.25', '0']], time: '2026-01-05T10:00:00.5Z' },
    { type: 'heartbeat', sequence: 9, last_trade_id: 5, product_id: 'A-USD', time: '2026-01-05T10:00:01Z' },
  ],
  kraken: [
    { channel: 'trade', type: 'update', data: [{ symbol: 'A/USD', side: 'buy', price: 10.5, qty: 2, trade_id: 4 }] },
    { channel: 'ticker', type: 'update', data: [{ symbol: 'A/USD', bid: 10.25, bid_qty: 1, ask: 10.5, ask_qty: 2 }] },
    { channel: 'book', type: 'snapshot', data: [{ symbol: 'A/USD', bids: [{ price: 10.25, qty: 1 }], asks: [] }] },
    [7, [['10.5', '2', '1700000000.5', 's', 'l', '']], 'trade', 'A/USD'],
    { feed: 'trade', product_id: 'PF_AUSD', side: 'sell', seq: 5, time: T, qty: 3, price: 10.5 },
  ],
  okx: [
    { arg: { channel: 'trades', instId: 'A-USDT' }, data: [{ instId: 'A-USDT', tradeId: '4', px: '10', sz: '1' }] },
    { arg: { channel: 'bbo-tbt', instId: 'A-USDT' }, data: [{ asks: [['10.5', '2']], bids: [], ts: String(T) }] },
    { arg: { channel: 'books', instId: 'A-USDT' }, action: 'snapshot', data: [{ asks: [], bids: [], seqId: 4 }] },
  ],
  bybit: [
    { topic: 'publicTrade.AUSDT', type: 'snapshot', ts: T, data: [{ T, s: 'AUSDT', S: 'Buy', v: '2', p: '10.5' }] },
    { topic: 'orderbook.1.AUSDT', type: 'delta', ts: T, data: { s: 'AUSDT', b: [['10', '1']], a: [], u: 5, seq: 6 } },
    { topic: 'tickers.AUSDT', type: 'delta', ts: T, cs: 9, data: { symbol: 'AUSDT', bid1Price: '10' } },
  ],
  bitstamp: [
    { event: 'trade', channel: 'live_trades_ausd', data: { id: 4, price: 10.5, amount: 2, microtimestamp: `${T}001` } },
    { event: 'data', channel: 'order_book_ausd', data: { microtimestamp: `${T}002`, bids: [['10', '1']], asks: [] } },
    { event: 'bts:error', channel: '', data: { code: 4009, message: 'no' } },
  ],
  alpaca: [
    [{ T: 't', S: 'A', i: 4, p: 10.5, s: 2, t: '2026-01-05T10:00:00.123456789Z' }],
    [{ T: 'q', S: 'A', bp: 10.25, bs: 1, ap: 10.5, as: 2, t: '2026-01-05T10:00:00Z' }],
    [{ T: 'success', msg: 'authenticated' }],
  ],
  polygon: [
    [{ ev: 'T', sym: 'A', i: '4', p: 10.5, s: 2, t: T, q: 7 }],
    [{ ev: 'Q', sym: 'A', bp: 10.25, bs: 1, ap: 10.5, as: 2, t: T, q: 8 }],
    [{ ev: 'status', status: 'auth_success', message: 'yes' }],
  ],
  finnhub: [{ type: 'trade', data: [{ s: 'A', p: 10.5, t: T, v: 2, c: ['1'] }] }, { type: 'ping' }],
  twelvedata: [
    { event: 'price', symbol: 'A', currency: 'USD', timestamp: 1_700_000_000, price: 10.5, bid: 10.25, ask: 10.5 },
    { event: 'subscribe-status', status: 'ok', success: [{ symbol: 'A' }], fails: null },
  ],
  tiingo: [
    { messageType: 'A', service: 'iex', data: ['Q', '2026-01-05T10:00:00Z', 5, 'a', 1, 10.25, 10.4, 10.5, 2] },
    { messageType: 'A', service: 'crypto_data', data: ['T', 'ausd', '2026-01-05T10:00:00Z', 'x', 2, 10.5] },
    { messageType: 'H', response: { code: 200, message: 'HeartBeat' } },
  ],
  iex: [[{ symbol: 'A', bidPrice: 10, bidSize: 1, askPrice: 11, askSize: 2, lastSalePrice: 10.5, lastSaleTime: T }]],
};

/** Frames of a format, and the symbols that they are about. Throws a TypeError for a format that has none. */
export function fuzzFrames(format: string): FuzzFrames {
  const byHand = BY_HAND[format];
  if (!byHand) throw new TypeError(`no frames of "${format}" have been written`);
  const recorded = `wire/${format.replace('-futures', '')}.jsonl`;
  const wire = existsSync(`${folder}${recorded}`) ? lines<WireLine>(recorded).filter(({ dir }) => dir !== 'send') : [];
  const messages = [...byHand, ...wire.map(({ message }) => message)];
  const texts = messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message)));
  const frames: (string | ArrayBuffer)[] = texts.filter((text) => text.length <= LONGEST);
  if (format === 'json') frames.push(...gatewayFrames(new JsonTickEncoder()));
  if (format === 'binary') frames.push(...gatewayFrames(new BinaryTickEncoder()));
  const { canonical } = (codecs.get(format) as NonNullable<ReturnType<typeof codecs.get>>)({});
  const names = new Set<string>(['A', 'B', 'ausd']);
  for (const message of messages) collectNames(message, names);
  return { frames, symbols: [...new Set([...names].map((name) => canonical?.(name) ?? name))] };
}

function collectNames(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && SYMBOL_FIELDS.has(key) && inner.length > 1) names.add(inner);
    else collectNames(inner, names);
  }
}

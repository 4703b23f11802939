/**
 * Coinbase Exchange (the public feed, not Advanced Trade). A trade counts once: trades come from `match`, quotes from
 * `ticker`, whose own price repeats a match. `last_match`, sent on subscribing, is a trade of the past: it sets `last`
 * without volume. `side` in a match is the maker's, so the aggressor did the opposite.
 */
import { TICK_FLAG } from '../../market/tick.js';
import type { CodecFactory } from '../codec.js';
import { requestFor } from './gateway-protocol.js';
import { venueCodec } from './venue.js';

/** `heartbeat` comes once a second and symbol: a quiet market is not a dead connection. */
const CHANNELS = ['ticker', 'matches', 'heartbeat'];

const TRADE = 'symbol:product_id price:price size:size time:time sequence:sequence';
/** Captures from before 2022 have no sizes. */
const QUOTE =
  'symbol:product_id bid:best_bid bidSize:best_bid_size ask:best_ask askSize:best_ask_size time:time sequence:sequence';

/** Coinbase Exchange. Takes no options. */
export const coinbase: CodecFactory = () =>
  venueCodec({
    name: 'coinbase',
    endpoint: 'wss://ws-feed.exchange.coinbase.com',
    ticks: { match: TRADE, last_match: TRADE, ticker: QUOTE },
    kindOf: (message) => message.type,
    odd: 'no message of Coinbase Exchange, which all have a type (those of Advanced Trade have not)',
    flagsOf({ type, side }) {
      const aggressor = side === 'sell' ? TICK_FLAG.BUY : side === 'buy' ? TICK_FLAG.SELL : 0;
      return type === 'last_match' ? aggressor | TICK_FLAG.REFERENCE : aggressor;
    },
    request: (type, symbols) => requestFor(symbols, { type, product_ids: symbols, channels: CHANNELS }),
  });

/**
 * Codecs turn a source's frames into ticks and a list of symbols into its subscribe messages: one file per protocol, each
 * a pure module without socket, timer or shared memory, so that it runs in the feed worker, in the gateway and in tests.
 * This file has all of them at once, for Node; feed workers load them one by one (load.ts).
 */

import { unknownName } from '../closest.js';
import type { Codec, CodecFactory, CodecOptions } from '../codec.js';
import { alpaca } from './alpaca.js';
import { binance, binanceFutures } from './binance.js';
import { binary } from './binary.js';
import { bitstamp } from './bitstamp.js';
import { bybit } from './bybit.js';
import { coinbase } from './coinbase.js';
import { finnhub } from './finnhub.js';
import { iex } from './iex.js';
import { json } from './json.js';
import { kraken } from './kraken.js';
import { okx } from './okx.js';
import { polygon } from './polygon.js';
import { tiingo } from './tiingo.js';
import { twelvedata } from './twelvedata.js';

/** Every built-in format, as the `format` attribute names it. */
export const codecs: ReadonlyMap<string, CodecFactory> = new Map([
  ['json', json],
  ['binary', binary],
  ['binance', binance],
  ['binance-futures', binanceFutures],
  ['coinbase', coinbase],
  ['kraken', kraken],
  ['okx', okx],
  ['bybit', bybit],
  ['bitstamp', bitstamp],
  ['alpaca', alpaca],
  ['polygon', polygon],
  ['finnhub', finnhub],
  ['twelvedata', twelvedata],
  ['tiingo', tiingo],
  ['iex', iex],
]);

/** A codec for one connection. Throws a TypeError for an unknown format, and for options that the codec cannot use. */
export function createCodec(format: string, options: CodecOptions = {}): Codec {
  const factory = codecs.get(format);
  if (!factory) throw unknownName('format', format, [...codecs.keys()]);
  return factory(options);
}

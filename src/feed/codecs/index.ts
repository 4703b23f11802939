/**
 * Codecs turn a source's frames into ticks and a list of symbols into its subscribe messages: one file per protocol, each
 * a pure module without socket, timer or shared memory, so that it runs in the feed worker, in the gateway and in tests.
 * This file is their registry.
 */

import { unknownName } from '../closest.js';
import type { Codec, CodecFactory, CodecOptions } from '../codec.js';
import { binance, binanceFutures } from './binance.js';
import { binary } from './binary.js';
import { coinbase } from './coinbase.js';
import { json } from './json.js';

/** Every built-in format, as the `format` attribute names it. */
export const codecs: ReadonlyMap<string, CodecFactory> = new Map([
  ['json', json],
  ['binary', binary],
  ['coinbase', coinbase],
  ['binance', binance],
  ['binance-futures', binanceFutures],
]);

/** A codec for one connection. Throws a TypeError for an unknown format, and for options that the codec cannot use. */
export function createCodec(format: string, options: CodecOptions = {}): Codec {
  const factory = codecs.get(format);
  if (!factory) throw unknownName('format', format, [...codecs.keys()]);
  return factory(options);
}

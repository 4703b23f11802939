/** From a JSON message and the places of a tick's parts in it to the tick: the one way for all sources of JSON but our own. */
import type { EpochMs, Size } from '../../market/tick.js';
import type { TickSink } from '../codec.js';
import type { Column, Fields, Path } from './json-map.js';
import { namesOf, read } from './json-map.js';
import { toEpochMs, toNumber, toSideFlag } from './numbers.js';

const NEEDED = ['symbol', 'price', 'bid', 'ask'] as const;

/** JSON has two ways to leave a field out. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A size; 0 where the source gives none. */
export function sizeOf(value: unknown): Size {
  return isPresent(value) ? toNumber(value) : 0;
}

/** A time; that of the frame where the source gives none. */
export function timeOf(value: unknown, sink: TickSink): EpochMs {
  return isPresent(value) ? toEpochMs(value) : sink.received;
}

/** Whether anything is there that a tick would need. */
export function hasTick(fields: Fields, entry: unknown, message: unknown): boolean {
  return NEEDED.some((column) => isPresent(pick(fields[column], entry, message)));
}

function pick(path: Path | undefined, entry: unknown, message: unknown): unknown {
  return path && read(path, entry, message);
}

/**
 * Hands the quote and the trade that stand in `entry` to the sink; returns what is wrong where something that is needed is
 * missing. A size may be, and is 0 then, unless the fields are `complete`. `flags`: TICK_FLAG bits, instead of those of the side.
 */
export function decodeTick(
  fields: Fields,
  entry: unknown,
  message: unknown,
  sink: TickSink,
  complete: boolean,
  flags?: number,
): string | undefined {
  const name = pick(fields.symbol, entry, message);
  const price = pick(fields.price, entry, message);
  const bid = pick(fields.bid, entry, message);
  const ask = pick(fields.ask, entry, message);
  const isTrade = isPresent(price);
  const isQuote = isPresent(bid) && isPresent(ask);
  if (typeof name !== 'string' && typeof name !== 'number') return missing('symbol', fields);
  if (!isTrade && !isQuote) {
    const quotesOnly = fields.bid && !fields.price;
    return missing(isPresent(bid) ? 'ask' : isPresent(ask) || quotesOnly ? 'bid' : 'price', fields);
  }
  const symbol = sink.symbol(String(name));
  const time = timeOf(pick(fields.time, entry, message), sink);
  const sequence = toNumber(pick(fields.sequence, entry, message));
  let absent: Column | undefined;
  const sizeAt = (column: Column): Size => {
    const value = pick(fields[column], entry, message);
    if (complete && fields[column] && !isPresent(value)) absent ??= column;
    return sizeOf(value);
  };
  // The quote first: where one message brings both, the trade happened against it.
  if (isQuote) {
    const bidSize = sizeAt('bidSize');
    const askSize = sizeAt('askSize');
    if (!absent) sink.quote(symbol, time, toNumber(bid), bidSize, toNumber(ask), askSize, sequence);
  }
  if (isTrade && !absent) {
    const size = sizeAt('size');
    if (!absent)
      sink.trade(symbol, time, toNumber(price), size, sequence, flags ?? toSideFlag(pick(fields.side, entry, message)));
  }
  return absent && missing(absent, fields);
}

function missing(column: Column, fields: Fields): string {
  const path = fields[column];
  if (path) return `missing field "${path.text}" (${column})`;
  return `missing field ${column} (tried ${namesOf(column).join(' ')}; name it with map)`;
}

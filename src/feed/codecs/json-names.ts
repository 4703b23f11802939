/**
 * How the `json` codec reads foreign messages without a map: by the names that fields commonly have. Which names a message
 * uses is found out once per shape (its list of keys), not once per message.
 */

import type { Column, Fields, Path } from './json-map.js';
import { COLUMNS } from './json-map.js';
import type { JsonObject } from './json-text.js';

/** The names tried for each column, the first present one wins. */
const COMMON_NAMES: { readonly [column in Column]: string } = {
  symbol: 'symbol s sym ticker product_id instId instrument pair S',
  price: 'price p last px last_price lastPrice',
  size: 'size q qty quantity amount volume v sz last_size lastSize',
  time: 'time t ts T timestamp E datetime',
  bid: 'bid best_bid bestBid bid_price bidPrice bp b',
  ask: 'ask best_ask bestAsk ask_price askPrice ap a',
  bidSize: 'bidSize bid_size best_bid_size bestBidSize bidQty bid_qty bs B',
  askSize: 'askSize ask_size best_ask_size bestAskSize askQty ask_qty as A',
  sequence: 'sequence seq sequence_num u',
  side: 'side taker_side takerSide m',
};

/** See above. */
export const namesOf = (column: Column): string[] => COMMON_NAMES[column].split(' ');

/** In a message that has a price, these are more often order numbers than a bid and an ask. */
const AMBIGUOUS = /^[ab]$/;

/** Messages of one source come in a few shapes; more than this many at once are resolved again and again. */
const SHAPES = 16;

interface Shape {
  readonly keys: readonly string[];
  readonly fields: Fields;
}

/** The names one source uses, learned from its messages. One per connection. */
export class LearnedNames {
  readonly #shapes: Shape[] = [];
  #next = 0;

  /** Where this message has its columns; costs a comparison of its keys where the shape is known. */
  fieldsOf(message: JsonObject): Fields {
    for (const shape of this.#shapes) if (hasKeys(message, shape.keys)) return shape.fields;
    const shape = { keys: Object.keys(message), fields: resolve(message) };
    this.#shapes[this.#next] = shape;
    this.#next = (this.#next + 1) % SHAPES;
    return shape.fields;
  }
}

function hasKeys(message: JsonObject, keys: readonly string[]): boolean {
  let index = 0;
  for (const key in message) if (keys[index++] !== key) return false;
  return index === keys.length;
}

function resolve(message: JsonObject): Fields {
  const fields: { [column in Column]?: Path } = {};
  for (const column of COLUMNS) {
    const isHere = (name: string) => Object.hasOwn(message, name) && !(fields.price && AMBIGUOUS.test(name));
    const name = namesOf(column).find(isHere);
    if (name) fields[column] = { text: name, fromMessage: false, keys: [name] };
  }
  return fields;
}

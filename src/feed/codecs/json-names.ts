/**
 * How the `json` codec reads foreign messages without a map: by the names that fields commonly have. Which names a message
 * uses is found out once per shape (its list of keys), not once per message.
 */

import type { Column, Fields, Path } from './json-map.js';
import { COLUMNS, namesOf } from './json-map.js';
import type { JsonObject } from './json-text.js';

/** In a message that has a price, these are more often order numbers than a bid and an ask. */
const AMBIGUOUS = /^[ab]$/;

/** Messages of one source come in a few shapes; more than this many at once are resolved again and again. */
const SHAPES = 16;

interface Shape {
  readonly keys: readonly string[];
  readonly fields: Fields;
}

/** Learns the names that one source uses: tells where a message has its columns. One per connection. */
export function learnNames(): (message: JsonObject) => Fields {
  let shapes: readonly Shape[] = [];
  return (message) => {
    for (const { keys, fields } of shapes) if (hasKeys(message, keys)) return fields;
    const fields = resolve(message);
    shapes = [...shapes.slice(1 - SHAPES), { keys: Object.keys(message), fields }];
    return fields;
  };
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

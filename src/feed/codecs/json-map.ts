/**
 * The `map` attribute: which part of a foreign JSON message is which part of a tick.
 *
 *     symbol:s price:p size:q time:T bid:b ask:a bidSize:B askSize:A sequence:u side:m
 *     @data[*] symbol:$.arg.instId price:px size:sz time:ts
 *
 * Entries stand apart by spaces or commas. A path is made of keys with dots between them and of `[0]` positions. `@path[*]`
 * names a list inside the message: each entry of it is then one tick, and paths start there; `$.` starts at the message.
 */

/** The parts of a tick that a map can name. */
export const COLUMNS = [
  'symbol',
  'price',
  'size',
  'time',
  'bid',
  'ask',
  'bidSize',
  'askSize',
  'sequence',
  'side',
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Path {
  /** As written, for reports. */
  readonly text: string;
  /** Starts at the message, even where the tick is an entry of a list. */
  readonly fromMessage: boolean;
  readonly keys: readonly (string | number)[];
}

/** Where each column is found; a column without a path is not read. */
export type Fields = { readonly [column in Column]?: Path };

export interface FieldMap extends Fields {
  /** The lists to walk into, outermost first; empty where the message itself is the tick. */
  readonly lists: readonly Path[];
  readonly symbol: Path;
}

/** What stands at the path; `undefined` where nothing does. */
export function read(path: Path, entry: unknown, message: unknown): unknown {
  let value = path.fromMessage ? message : entry;
  for (const key of path.keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return value;
}

/** Throws a TypeError `map, column 7: expected ...`, columns counted from 1, where the text is not a map. */
export function parseMap(text: string): FieldMap {
  const fields: { [column in Column]?: Path } = {};
  let lists: Path[] | undefined;
  for (const match of text.matchAll(/[^\s,]+/g)) {
    const entry = match[0];
    const start = match.index;
    if (entry.startsWith('@')) {
      if (lists !== undefined) throw expected(start, 'only one list', entry);
      lists = parseLists(entry, start);
      continue;
    }
    const colon = entry.indexOf(':');
    const name = colon < 0 ? entry : entry.slice(0, colon);
    if (!isColumn(name)) throw expected(start, `one of ${COLUMNS.join(' ')} or @list[*]`, name);
    if (colon < 0) throw expected(start + name.length, '":" and a path', '');
    if (fields[name] !== undefined) throw expected(start, `"${name}" once`, name);
    fields[name] = parsePath(entry.slice(colon + 1), start + colon + 1);
  }
  const { symbol, price, bid, ask } = fields;
  if (symbol === undefined) throw expected(text.length, '"symbol:" and a path', '');
  if (bid !== undefined && ask === undefined) throw expected(text.length, '"ask:" and a path beside "bid:"', '');
  if (ask !== undefined && bid === undefined) throw expected(text.length, '"bid:" and a path beside "ask:"', '');
  if (price === undefined && bid === undefined) {
    throw expected(text.length, '"price:" and a path, or "bid:" and "ask:"', '');
  }
  return { ...fields, symbol, lists: lists ?? [] };
}

function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name);
}

function expected(offset: number, what: string, found: string): TypeError {
  return new TypeError(`map, column ${offset + 1}: expected ${what}${found === '' ? '' : `, found "${found}"`}`);
}

/** `@data[*]`, `@events[*].trades[*]`, `@[*]`. */
function parseLists(entry: string, start: number): Path[] {
  const lists: Path[] = [];
  let offset = 1;
  while (offset < entry.length) {
    const end = entry.indexOf('[*]', offset);
    if (end < 0) throw expected(start + entry.length, '"[*]" at the end of a list', '');
    const path = entry.slice(offset, end);
    const keys = path === '' && offset === 1 ? [] : parsePath(path, start + offset).keys;
    lists.push({ text: entry.slice(1, end), fromMessage: false, keys });
    offset = end + 3;
    if (offset === entry.length) break;
    if (entry[offset] !== '.') throw expected(start + offset, '"." or the end of the list', entry.slice(offset));
    offset++;
    if (offset === entry.length) throw expected(start + offset, 'a list', '');
  }
  if (lists.length === 0) throw expected(start + 1, 'a list such as data[*]', '');
  return lists;
}

const KEY = /[^\s,.:[\]@$*]+/y;
const POSITION = /\[(\d+)\]/y;

/** `p`, `data.px`, `[4]`, `k[0].p`, `$.arg.instId`. */
function parsePath(text: string, start: number): Path {
  const fromMessage = text.startsWith('$');
  const keys: (string | number)[] = [];
  let offset = fromMessage ? 1 : 0;
  while (offset < text.length || keys.length === 0) {
    POSITION.lastIndex = offset;
    const position = POSITION.exec(text);
    if (position !== null) {
      keys.push(Number(position[1]));
      offset = POSITION.lastIndex;
      continue;
    }
    if (offset > 0) {
      if (text[offset] !== '.') throw expected(start + offset, '"." or "[position]"', text.slice(offset));
      offset++;
    }
    KEY.lastIndex = offset;
    const key = KEY.exec(text);
    if (key === null) throw expected(start + offset, 'the name of a field', text.slice(offset));
    keys.push(key[0]);
    offset = KEY.lastIndex;
  }
  return { text, fromMessage, keys };
}

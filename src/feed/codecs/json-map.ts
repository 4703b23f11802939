/**
 * The `map` attribute: which part of a foreign JSON message is which part of a tick.
 *
 *     symbol:s price:p size:q time:T bid:b ask:a bidSize:B askSize:A sequence:u side:m
 *     @data[*] symbol:$.arg.instId price:px size:sz time:ts
 *
 * Entries stand apart by spaces or commas. A path is made of keys with dots between them and of `[0]` positions. `@path[*]`
 * names a list inside the message: each entry of it is then one tick, and paths start there; `$.` starts at the message.
 */

/** The parts of a tick that a map can name, and the names that they commonly have without one; the first that is present wins. */
const COMMON_NAMES = {
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
export type Column = keyof typeof COMMON_NAMES;

export const COLUMNS = Object.keys(COMMON_NAMES) as readonly Column[];

/** See above. */
export const namesOf = (column: Column): string[] => COMMON_NAMES[column].split(' ');

export interface Path {
  /** As written, for reports. */
  readonly text: string;
  /** Starts at the message, even where the tick is an entry of a list. */
  readonly fromMessage: boolean;
  readonly keys: readonly (string | number)[];
}

/** Where each column is found; a column without a path is not read. */
export type Fields = { readonly [column in Column]?: Path } & {
  /** The lists to walk into, outermost first; none where the message itself is the tick. */
  readonly lists?: readonly Path[] | undefined;
};

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
export function parseMap(text: string): Fields {
  const fields: { [column in Column]?: Path } = {};
  let lists: Path[] | undefined;
  for (const { 0: entry, index: start } of text.matchAll(/[^\s,]+/g)) {
    if (entry.startsWith('@')) {
      if (lists) throw expected(start, 'only one list', entry);
      lists = parseLists(entry, start);
      continue;
    }
    const [name = ''] = entry.split(':');
    const path = start + name.length + 1;
    if (!isColumn(name)) throw expected(start, `one of ${COLUMNS.join(' ')} or @list[*]`, name);
    if (name === entry) throw expected(path - 1, '":" and a path', '');
    if (fields[name]) throw expected(start, `"${name}" once`, name);
    fields[name] = parsePath(text.slice(path, start + entry.length), path);
  }
  const { symbol, price, bid, ask } = fields;
  const absent = !symbol ? 'symbol' : !bid !== !ask ? (bid ? 'ask' : 'bid') : !price && !bid && 'price" or "bid';
  if (absent) throw expected(text.length, `"${absent}" with a path`, '');
  return { ...fields, lists };
}

function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name);
}

function expected(offset: number, what: string, found: string): TypeError {
  return new TypeError(`map, column ${offset + 1}: expected ${what}${found && `, found "${found}"`}`);
}

/** `@data[*]`, `@events[*].trades[*]`, `@[*]`. */
function parseLists(entry: string, start: number): Path[] {
  if (!entry.endsWith('[*]')) throw expected(start, 'a list such as @data[*]', entry);
  let offset = 1;
  return entry
    .slice(1, -3)
    .split('[*].')
    .map((path, index) => {
      const keys = path === '' && index === 0 ? [] : parsePath(path, start + offset).keys;
      offset += path.length + 4;
      return { text: entry.slice(1, offset - 4), fromMessage: false, keys };
    });
}

/** A name, behind a dot where it is not the first, or a position. */
const STEP = /(?:^|\.)([^\s,.:[\]@$*]+)|\[(\d+)\]/y;

/** `p`, `data.px`, `[4]`, `k[0].p`, `$.arg.instId`. */
function parsePath(text: string, start: number): Path {
  const fromMessage = text.startsWith('$');
  const keys: (string | number)[] = [];
  let offset = fromMessage ? 1 : 0;
  while (offset < text.length || keys.length === 0) {
    STEP.lastIndex = offset;
    const step = STEP.exec(text);
    if (!step) throw expected(start + offset, 'a path such as p, data.px or k[0].p', text.slice(offset));
    keys.push(step[1] ?? Number(step[2]));
    offset = STEP.lastIndex;
  }
  return { text, fromMessage, keys };
}

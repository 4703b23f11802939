/** Reads the lines of a recorded session, as the feed's replay and the gateway's play them. Pure. */
import { isObject, malformedAt } from '../codecs/json-text.js';

const DIRECTIONS = ['open', 'send', 'recv', 'rest'] as const;

/** What a line of a capture recorded. */
export type Direction = (typeof DIRECTIONS)[number];

export interface RecordedLine {
  /** Epoch seconds at which it was received; undefined where the line is a message and nothing else. */
  readonly time: number | undefined;
  readonly direction: Direction;
  /** The message's text, character by character as it was recorded. */
  readonly text: string;
}

/**
 * One line: `{"t": epoch seconds, "d": "open" | "send" | "recv" | "rest", "m": message}`, where a message that is text stands as a JSON
 * string. Any other JSON is a received message without a time. Throws a TypeError that names the column for what is no JSON.
 */
export function readRecordedLine(line: string): RecordedLine {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    throw new TypeError(`column ${malformedAt(line) + 1}: malformed JSON`, { cause: error });
  }
  if (isObject(entry)) {
    const { t: time, d, m: message } = entry;
    const direction = DIRECTIONS.find((one) => one === d);
    if (direction && typeof time === 'number' && message !== undefined) {
      return { time, direction, text: typeof message === 'string' ? message : (rawMember(line, 'm') as string) };
    }
  }
  return { time: undefined, direction: 'recv', text: line };
}

/**
 * The text of one member of an object, exactly as written in `json`: `JSON.parse` and `JSON.stringify` would change numbers
 * above 2^53 and drop trailing zeros. `json` must be valid and an object (parse it first); undefined where the member is absent.
 */
export function rawMember(json: string, name: string): string | undefined {
  const wanted = JSON.stringify(name);
  let depth = 0;
  let key: string | undefined;
  let valueStart = -1;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      const end = stringEnd(json, at);
      if (depth === 1 && valueStart < 0) key = json.slice(at, end + 1);
      at = end;
    } else if (character === '{' || character === '[') {
      depth++;
    } else if (character === ':' && depth === 1) {
      valueStart = at + 1;
    } else if (character === ',' && depth === 1) {
      if (key === wanted) return json.slice(valueStart, at).trim();
      valueStart = -1;
    } else if (character === '}' || character === ']') {
      if (depth === 1 && key === wanted && valueStart >= 0) return json.slice(valueStart, at).trim();
      depth--;
    }
  }
  return undefined;
}

/** Index of the quote that closes the string opened at `start`. */
function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"' && at < json.length) at += json[at] === '\\' ? 2 : 1;
  return at;
}

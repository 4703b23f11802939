/** From a frame to a JSON value, and what a text is worth that is none. */
import type { TickSink } from '../codec.js';

/** A JSON object whose members nobody has checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const utf8 = new TextDecoder();

/** The text of a frame: bytes are read as UTF-8. */
export function textOf(frame: string | ArrayBuffer): string {
  return typeof frame === 'string' ? frame : utf8.decode(frame);
}

/**
 * The value of a frame; `undefined` where it is malformed, which has then been reported to the sink.
 */
export function parseFrame(frame: string | ArrayBuffer, sink: TickSink): unknown {
  const text = textOf(frame);
  try {
    return JSON.parse(text);
  } catch (error) {
    // Whatever the engine objects to (Firefox also to extreme depth), the frame is accounted for and the feed goes on.
    sink.rejected(`malformed JSON: ${(error as Error).message}`, text);
    return undefined;
  }
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these characters inside a string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

/**
 * Where a text stops being JSON: the zero-based index of the first token that cannot stand where it stands, the length of
 * the text where it is cut short. For files: engines name the position in some cases and some engines only. Nesting is kept in an array, so that a hostile depth cannot exhaust the stack.
 */
export function malformedAt(text: string): number {
  const open: string[] = [];
  let position = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = position;
    if (!pattern.test(text)) return false;
    position = pattern.lastIndex;
    return true;
  };
  /** What may come next: a value, a key, or what follows a value; `first` also allows the bracket to close at once. */
  let expects: 'value' | 'key' | 'after' = 'value';
  let first = false;
  for (;;) {
    skip(SPACE);
    const character = text[position];
    if (character === undefined) return position;
    if (expects === 'after') {
      const bracket = open.at(-1);
      if (bracket === undefined) return position;
      if (character === ',') expects = bracket === '{' ? 'key' : 'value';
      else if (character === (bracket === '{' ? '}' : ']')) open.pop();
      else return position;
      position++;
      first = false;
    } else if (first && character === (expects === 'key' ? '}' : ']')) {
      open.pop();
      position++;
      expects = 'after';
    } else if (expects === 'key') {
      if (!skip(STRING)) return position;
      skip(SPACE);
      if (text[position] !== ':') return position;
      position++;
      expects = 'value';
      first = false;
    } else if (character === '{' || character === '[') {
      open.push(character);
      position++;
      expects = character === '{' ? 'key' : 'value';
      first = true;
    } else {
      if (!skip(STRING) && !skip(LITERAL)) return position;
      expects = 'after';
    }
  }
}

/** A message as text again, for a report; the depth of a hostile one can exceed what `JSON.stringify` walks. */
export function sampleOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    return `(${String(error)})`;
  }
}

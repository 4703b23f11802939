/** What several codecs of venues share: frames that are one message or a list of them, texts in messages, ends that are told. */
import type { TickSink } from '../codec.js';
import type { JsonObject } from './json-text.js';
import { isObject, parseFrame, sampleOf } from './json-text.js';

/**
 * Hands each message of a frame on: the frame itself, or the entries of the array that it is. An empty array is ignored; what is
 * no object is rejected for the reason `odd`.
 */
export function eachMessage(
  frame: string | ArrayBuffer,
  sink: TickSink,
  odd: string,
  decode: (message: JsonObject, sink: TickSink) => void,
): void {
  const value = parseFrame(frame, sink);
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    if (isObject(value)) decode(value, sink);
    else sink.rejected(odd, sampleOf(value));
    return;
  }
  if (value.length === 0) return sink.ignored();
  for (let index = 0; index < value.length; index++) {
    const entry: unknown = value[index];
    if (isObject(entry)) decode(entry, sink);
    else sink.rejected(odd, sampleOf(entry));
  }
}

/** A text, also where the source writes a number; empty for anything else (an object's own `toString` may be anything). */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : '';
}

/** The connection is of no use any more: the message that says so is understood, and carries no tick. */
export function endOf(sink: TickSink, reason: string, again: boolean): void {
  sink.ignored();
  sink.end(reason, again);
}

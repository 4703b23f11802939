import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { isObject, malformedAt } from '../src/feed/codecs/json-text.js';
import { rawMember } from '../src/feed/transports/replayed-file.js';
import { isAcknowledgement, symbolOf } from './venue.js';

/** One received message of a capture. */
export interface CaptureMessage {
  /** Milliseconds after the first message that is played, never negative. */
  readonly at: number;
  /** The frame's text, character by character as it was recorded. */
  readonly text: string;
}

/** A venue's recorded session, ready to be played. */
export interface Capture {
  readonly file: string;
  readonly messages: readonly CaptureMessage[];
  /** The symbols its messages speak of, in the order of their first appearance. */
  readonly symbols: readonly string[];
  /** When the first message that is played was received, epoch ms. */
  readonly start: number;
  /** Milliseconds from the first message to the last. */
  readonly duration: number;
}

/** A capture that cannot be played; the message begins with the file and, where there is one, the line (and column). */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

const DIRECTIONS: readonly unknown[] = ['open', 'send', 'recv', 'rest'];

/**
 * Reads a capture: one JSON object a line, `{"t": epoch seconds, "d": "open"|"send"|"recv"|"rest", "m": message}`. Only what was
 * received is kept, without acknowledgements of subscribes. Throws a CaptureError for a file that cannot be read, a line that
 * is none of these, or a capture without a message to play.
 */
export async function readCapture(file: string): Promise<Capture> {
  const messages: CaptureMessage[] = [];
  const symbols = new Set<string>();
  let first = Number.NaN;
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.trim() === '') continue;
      const entry = readEntry(line, `${file}:${number}`);
      if (entry.direction !== 'recv' || isAcknowledgement(entry.message)) continue;
      if (Number.isNaN(first)) first = entry.time;
      // A recorder's clock may step back; the order of the lines is what happened.
      const at = Math.max((entry.time - first) * 1000, messages.at(-1)?.at ?? 0);
      const { message } = entry;
      messages.push({ at, text: typeof message === 'string' ? message : (rawMember(line, 'm') as string) });
      const symbol = symbolOf(message);
      if (symbol !== undefined) symbols.add(symbol);
    }
  } catch (error) {
    if (error instanceof CaptureError) throw error;
    throw new CaptureError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const last = messages.at(-1);
  if (last === undefined) throw new CaptureError(`${file}: no received message to replay in ${number} lines`);
  return { file, messages, symbols: [...symbols], start: first * 1000, duration: last.at };
}

interface Entry {
  readonly time: number;
  readonly direction: unknown;
  readonly message: unknown;
}

function readEntry(line: string, where: string): Entry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    throw new CaptureError(`${where}:${malformedAt(line) + 1}: malformed JSON`, { cause: error });
  }
  if (!isObject(entry)) throw new CaptureError(`${where}: expected an object {"t", "d", "m"}`);
  const { t: time, d: direction, m: message } = entry;
  if (typeof time !== 'number') throw new CaptureError(`${where}: "t" must be the time in epoch seconds`);
  if (!DIRECTIONS.includes(direction)) throw new CaptureError(`${where}: "d" must be one of ${DIRECTIONS.join(', ')}`);
  if (message === undefined) throw new CaptureError(`${where}: "m", the message, is missing`);
  return { time, direction, message };
}

/** Random streams of server-sent events in random chunks, beside the algorithm of the standard written as plainly as it can be. */
import assert from 'node:assert/strict';
import { EventParser } from '../../../src/feed/transports/event-parser.ts';
import { random } from '../codecs/fuzz.ts';
import { bytesOf } from './chunks.ts';

/** What a stream comes to. */
interface Seen {
  /** Data of the events that have any; an empty text is a sign of life as well, and left out. */
  readonly messages: readonly string[];
  readonly position: string | undefined;
  readonly retry: number | undefined;
}

/** What means something to a parser comes often. */
const WORDS = [
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  'data',
  'data:',
  'data: ',
  'id',
  'id: 7',
  ':',
  ' ',
  'retry: 9',
  '\0',
  'é€😀',
  'x',
]
  .map(bytesOf)
  .concat(bytesOf('\ufeff'));
const MOST_WORDS = 60;
const MOST_CHUNKS = 30;

function randomStream(next: () => number): Uint8Array {
  const bytes: number[] = [];
  for (let count = Math.floor(next() * MOST_WORDS); count > 0; count--) {
    if (next() < 0.15) bytes.push(Math.floor(next() * 256));
    else bytes.push(...(WORDS[Math.floor(next() * WORDS.length)] as Uint8Array));
  }
  return Uint8Array.from(bytes);
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation, over the whole text at once. */
function plainly(bytes: Uint8Array): Seen {
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  lines.pop();
  const messages: string[] = [];
  let data: string[] = [];
  let id = '';
  let position = '';
  let retry: number | undefined;
  for (const line of lines) {
    if (line === '') {
      position = id;
      if (data.length > 0) messages.push(data.join('\n'));
      data = [];
      continue;
    }
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) as RegExpExecArray;
    if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) retry = Number(value);
  }
  return { messages: messages.filter((text) => text !== ''), position: position || undefined, retry };
}

function inChunks(bytes: Uint8Array, next: () => number): Seen & { readonly chunks: number } {
  const parser = new EventParser();
  const messages: string[] = [];
  const take = () => {
    for (let message = parser.next(); message !== undefined; message = parser.next())
      if (message) messages.push(message);
  };
  const size = Math.ceil(bytes.length / (1 + Math.floor(next() * MOST_CHUNKS)));
  let chunks = 0;
  for (let at = 0; at < bytes.length; chunks++) {
    // some are empty, as on the wire
    const end = at + Math.floor(next() * (2 * size + 1));
    parser.push(bytes.slice(at, end));
    take();
    at = Math.min(end, bytes.length);
  }
  parser.end();
  take();
  return { messages, position: parser.position, retry: parser.retry, chunks };
}

/** Throws an AssertionError with the stream where chunks make a difference; how many streams it took for so many chunks. */
export function fuzzEvents(chunks: number, seed: number): number {
  const next = random(seed);
  let streams = 0;
  for (let done = 0; done < chunks; streams++) {
    const bytes = randomStream(next);
    const { chunks: taken, ...seen } = inChunks(bytes, next);
    done += taken;
    assert.deepEqual(seen, plainly(bytes), `stream ${streams} of seed ${seed}: ${bytes.join(' ')}`);
  }
  return streams;
}

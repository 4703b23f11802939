/** Messages of brokers: ticks as JSON, an object or an array, as docs/wire-protocol.md has them. */
import { createCodec } from '../../src/feed/codecs/index.js';
import { namesOf } from '../../src/feed/codecs/json-map.js';
import { isObject } from '../../src/feed/codecs/json-text.js';
import type { LiveTicks } from '../live-ticks.js';

const NAMES = namesOf('symbol');
const utf8 = new TextDecoder();

/** Decodes one broker's messages into ticks. Throws a TypeError for a `map` that is none. */
export function brokerDecoder(map: string | undefined, ticks: LiveTicks) {
  const codec = createCodec('json', map === undefined ? {} : { map });
  /** `topic`: the symbol of ticks that do not name theirs. */
  return (topic: string, message: Uint8Array, retained = false): void => {
    const text = utf8.decode(message);
    ticks.message(true, retained);
    codec.decode(map === undefined && topic !== '' ? named(text, topic) : text, ticks);
  };
}

/** The message with a symbol in every tick. */
function named(text: string, symbol: string): string {
  if (text.includes('"symbol"')) return text;
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return text; // the codec says what is wrong with it
  }
  const name = (tick: unknown) => {
    const needed = isObject(tick) && !NAMES.some((known) => typeof tick[known] === 'string');
    return needed ? { ...tick, symbol } : tick;
  };
  return JSON.stringify(Array.isArray(message) ? message.map(name) : name(message));
}

/** The symbol that a subject or a topic ends with: its last token, in which `escapeToken` has replaced what separates. */
export function symbolOfTopic(topic: string, separator: string): string {
  const token = topic.slice(topic.lastIndexOf(separator) + 1);
  try {
    return decodeURIComponent(token);
  } catch {
    return token; // a per cent sign that escapes nothing stands for itself
  }
}

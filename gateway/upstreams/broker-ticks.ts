/** Messages of brokers: ticks as JSON, an object or an array, or a binary frame of one symbol; docs/wire-protocol.md has them. */
import { binary } from '../../src/feed/codecs/binary.js';
import { json } from '../../src/feed/codecs/json.js';
import { namesOf } from '../../src/feed/codecs/json-map.js';
import { isObject } from '../../src/feed/codecs/json-text.js';
import { FRAME, HEADER } from '../../src/feed/codecs/tick-frame.js';
import { BrokerFrames } from '../../src/feed/transports/broker.js';
import type { LiveTicks } from '../live-ticks.js';

const NAMES = namesOf('symbol');
const utf8 = new TextDecoder();

/** Takes a message; `topic`: the symbol of ticks that do not name theirs, empty for none. */
export type TakeMessage = (topic: string, message: Uint8Array, retained?: boolean) => void;

/** Decodes one broker's messages into ticks. Throws a TypeError for a `map` that is none. */
export function brokerDecoder(map: string | undefined, ticks: LiveTicks): TakeMessage {
  const texts = json(map === undefined ? {} : { map });
  const records = binary({});
  const frames = new BrokerFrames({
    opened: () => {},
    alive: () => {},
    ended: () => {},
    frame: (data) => ticks.decode(records, data),
  });
  return (topic, message, retained = false) => {
    ticks.message(true, retained);
    if (message.length === 0) return; // a sign of life
    // a Buffer's own `slice` would not copy
    const bytes = new Uint8Array(message.buffer, message.byteOffset, message.length);
    if (isFrame(bytes)) return frames.take(bytes, topic === '' ? undefined : topic);
    const text = utf8.decode(message);
    ticks.decode(texts, map === undefined && topic !== '' ? named(text, topic) : text);
  };
}

function isFrame(message: Uint8Array): boolean {
  if (message.length < HEADER.BYTES) return false;
  return new DataView(message.buffer, message.byteOffset).getUint32(HEADER.MAGIC, true) === FRAME.MAGIC;
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

/** The symbol that a subject or a topic ends with: its last part, percent-decoded. */
export function symbolOfTopic(topic: string, separator: string): string {
  const token = topic.slice(topic.lastIndexOf(separator) + 1);
  try {
    return decodeURIComponent(token);
  } catch {
    return token; // a per cent sign that escapes nothing stands for itself
  }
}

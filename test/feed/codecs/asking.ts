import type { Channel, Codec, CodecFactory } from '../../../src/feed/codec.ts';
import { RecordingSink } from './recording-sink.ts';

export const ALL: readonly Channel[] = ['ticks', 'book', 'bars', 'options'];

/** The same codec, with these symbols asked for: on all channels where none is named. */
export function asking(factory: CodecFactory, symbols: readonly string[], channels = ALL): CodecFactory {
  return (options) => {
    const codec = factory(options);
    codec.subscribe(symbols, channels);
    return codec;
  };
}

/** What a codec makes of these messages, one frame each; text is a frame as it stands. */
export function decode(codec: Codec, ...messages: readonly unknown[]): RecordingSink {
  const sink = new RecordingSink();
  for (const message of messages) codec.decode(typeof message === 'string' ? message : JSON.stringify(message), sink);
  return sink;
}

/** Requests, read again. */
export function requests(messages: readonly (string | ArrayBuffer)[]): unknown[] {
  return messages.map((message) => JSON.parse(String(message)));
}

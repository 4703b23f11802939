import type { Channel, Codec, CodecFactory } from '../../../src/feed/codec.ts';
import { type CaptureLine, lines } from './recorded.ts';
import { RecordingSink } from './recording-sink.ts';

export const ALL: readonly Channel[] = ['ticks', 'book', 'bars', 'options'];

/** The same codec, with everything subscribed to: a codec decodes only the books, bars and options that somebody wants. */
export function subscribed(factory: CodecFactory, symbols: readonly string[], channels = ALL): CodecFactory {
  return (options) => {
    const codec = factory(options);
    codec.subscribe(symbols, channels);
    return codec;
  };
}

/** Decodes what a capture received, in its order; `each` sees the sink after every message. */
export function replay(
  path: string,
  codec: Codec,
  each: (message: CaptureLine['m'], sink: RecordingSink, t: number) => void = () => {},
): { sink: RecordingSink; messages: number } {
  const sink = new RecordingSink();
  const received = lines<CaptureLine>(path).filter((line) => line.d === 'recv');
  for (const { t, m } of received) {
    sink.received = t * 1000;
    codec.decode(JSON.stringify(m), sink);
    each(m, sink, t);
  }
  return { sink, messages: received.length };
}

/** What became of these messages, in a fresh codec. */
export function decodeAll(codec: Codec, ...messages: unknown[]): RecordingSink {
  const sink = new RecordingSink();
  for (const message of messages) codec.decode(typeof message === 'string' ? message : JSON.stringify(message), sink);
  return sink;
}

/** Cuts a stream of bytes, whose chunks may end anywhere, into messages. Feed worker. */
export interface Splitter {
  /** Takes the next bytes; only when `next` has nothing more to give. The chunk must not change until then. */
  push(chunk: Uint8Array): void;
  /** No more bytes come; what `next` still gives is what counts without an end of its own. */
  end(): void;
  /**
   * The next message that is whole, undefined until more bytes came. An empty text is a sign of life that is no message. Throws
   * an UnreadableStream where nothing behind can be understood any more.
   */
  next(): string | ArrayBuffer | undefined;
  /** What a later connection says to go on behind the last message given; undefined where the source has no such thing. */
  readonly position?: string | undefined;
  /** Milliseconds that the source asks to wait before a later connection. */
  readonly retry?: number | undefined;
}

/** The most bytes or characters of one message: beyond them a source is broken or hostile, and memory would grow without bound. */
export const MOST_OF_A_MESSAGE = 16 * 2 ** 20;

/** A stream that cannot be cut into messages; its text is for people. */
export class UnreadableStream extends Error {
  override readonly name = 'UnreadableStream';
}

import { MOST_OF_A_MESSAGE, type Splitter, UnreadableStream } from './splitter.js';

/** Bytes before each message: its length, its kind. */
const PREFIX_BYTES = 8;
const KIND = { TEXT: 1, TICKS: 2 } as const;

/**
 * The length-prefixed messages of an HTTP stream of binary frames (docs/wire-protocol.md): texts and tick frames. A message of no bytes is
 * a sign of life. Each tick frame is a buffer of its own, so that typed arrays may lie over it. Throws an UnreadableStream for an
 * unknown kind, and for a length above `most` before a byte of it is kept.
 */
export class FrameSplitter implements Splitter {
  readonly #decoder = new TextDecoder();
  readonly #most: number;
  #chunk = new Uint8Array();
  #at = 0;
  /** The prefix of the message under way, and how many bytes of it came. */
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #prefixed = 0;
  #kind = 0;
  /** The message under way, where it began in a chunk before, and how many bytes of it came. */
  #message: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;

  constructor(most = MOST_OF_A_MESSAGE) {
    this.#most = most;
  }

  push(chunk: Uint8Array): void {
    this.#chunk = chunk as Uint8Array<ArrayBuffer>;
    this.#at = 0;
  }

  /** What is cut off is no message. */
  end(): void {}

  next(): string | ArrayBuffer | undefined {
    if (this.#message) return this.#fill(this.#message);
    while (this.#prefixed < PREFIX_BYTES) {
      if (this.#at === this.#chunk.length) return undefined;
      this.#prefix[this.#prefixed++] = this.#chunk[this.#at++] as number;
    }
    const length = this.#readPrefix();
    this.#prefixed = 0;
    if (this.#at + length > this.#chunk.length) {
      this.#message = new Uint8Array(length);
      this.#filled = 0;
      return this.#fill(this.#message);
    }
    const from = this.#at;
    this.#at += length;
    if (length === 0) return '';
    if (this.#kind === KIND.TEXT) return this.#decoder.decode(this.#chunk.subarray(from, this.#at));
    return this.#chunk.slice(from, this.#at).buffer;
  }

  /** The length that the prefix tells. */
  #readPrefix(): number {
    const prefix = new DataView(this.#prefix.buffer);
    const length = prefix.getUint32(0, true);
    this.#kind = prefix.getUint32(4, true);
    if (this.#kind !== KIND.TEXT && this.#kind !== KIND.TICKS) {
      throw new UnreadableStream(`a message of unknown kind ${this.#kind}: expected 1, text, or 2, ticks`);
    }
    if (length > this.#most) throw new UnreadableStream(`a message of ${length} bytes, more than ${this.#most}`);
    return length;
  }

  #fill(message: Uint8Array<ArrayBuffer>): string | ArrayBuffer | undefined {
    const part = this.#chunk.subarray(this.#at, this.#at + message.length - this.#filled);
    message.set(part, this.#filled);
    this.#at += part.length;
    this.#filled += part.length;
    if (this.#filled < message.length) return undefined;
    this.#message = undefined;
    return this.#kind === KIND.TEXT ? this.#decoder.decode(message) : message.buffer;
  }
}

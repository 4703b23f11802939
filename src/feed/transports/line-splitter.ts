import { MOST_OF_A_MESSAGE, type Splitter, UnreadableStream } from './splitter.js';

const LINE_FEED = 10;
const STREAM = { stream: true } as const;

/** What ends a line: LF with or without CR before it, or also CR alone, as in server-sent events. */
export type LineEnds = 'lf' | 'any';

/**
 * Lines of UTF-8 text, without their ends; a byte order mark at the beginning is skipped. Text behind the last end is a line as well.
 * Each character is looked at once, however small the chunks are. Throws an UnreadableStream for a line above `most` characters.
 */
export class LineSplitter implements Splitter {
  readonly #decoder = new TextDecoder();
  readonly #ends: LineEnds;
  readonly #most: number;
  /** The chunk, and where in it the next line begins. */
  #text = '';
  #at = 0;
  /** The chunk's next CR and LF from there on; its length where there is none. */
  #carriageReturn = 0;
  #lineFeed = 0;
  /** The line's beginning, from chunks before. */
  #pieces: string[] = [];
  #length = 0;
  /** The last line ended with CR: LF behind it belongs to that end. */
  #skip = false;
  #ended = false;

  constructor(ends: LineEnds = 'lf', most = MOST_OF_A_MESSAGE) {
    this.#ends = ends;
    this.#most = most;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, STREAM));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    this.#ended = true;
  }

  next(): string | undefined {
    const text = this.#text;
    if (this.#skip && this.#at < text.length) {
      this.#skip = false;
      if (text.charCodeAt(this.#at) === LINE_FEED) this.#at++;
    }
    const end = this.#findEnd();
    if (end < text.length) {
      const line = this.#whole(text.slice(this.#at, end));
      this.#skip = end === this.#carriageReturn;
      this.#at = end + 1;
      return line;
    }
    if (this.#at < text.length) this.#keep(text.slice(this.#at));
    this.#take('');
    return this.#ended && this.#length > 0 ? this.#whole('') : undefined;
  }

  #take(text: string): void {
    this.#text = text;
    this.#at = 0;
    this.#carriageReturn = this.#lineFeed = -1;
  }

  /** Where the line ends; the chunk's length where it goes on in the next. */
  #findEnd(): number {
    const text = this.#text;
    const none = text.length;
    if (this.#lineFeed < this.#at) {
      const found = text.indexOf('\n', this.#at);
      this.#lineFeed = found < 0 ? none : found;
    }
    if (this.#ends === 'lf') return this.#lineFeed;
    if (this.#carriageReturn < this.#at) {
      const found = text.indexOf('\r', this.#at);
      this.#carriageReturn = found < 0 ? none : found;
    }
    return Math.min(this.#lineFeed, this.#carriageReturn);
  }

  #keep(piece: string): void {
    this.#pieces.push(piece);
    this.#measure(piece);
  }

  #measure(piece: string): void {
    this.#length += piece.length;
    if (this.#length > this.#most) throw new UnreadableStream(`a line of more than ${this.#most} characters`);
  }

  #whole(last: string): string {
    this.#measure(last);
    this.#length = 0;
    let line = last;
    if (this.#pieces.length > 0) {
      line = this.#pieces.join('') + last;
      this.#pieces = [];
    }
    return this.#ends === 'lf' && line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}

import { LineSplitter } from './line-splitter.js';
import { MOST_OF_A_MESSAGE, type Splitter, UnreadableStream } from './splitter.js';

const COLON = 58;
const SPACE = 32;
/** Servers refuse longer headers: to come back without a position is better than never. */
const LONGEST_ID = 2048;

/**
 * Server-sent events, by the algorithm of the standard (https://html.spec.whatwg.org/multipage/server-sent-events.html). A message is
 * the data of an event, whatever the event's name: what it means is for the codec to say. Comments are signs of life, and so are
 * events whose data are empty. An event that the stream's end cuts off is none. Throws an UnreadableStream for data above `most` characters.
 */
export class EventParser implements Splitter {
  readonly #lines: LineSplitter;
  readonly #most: number;
  /** Lines of data of the event so far. */
  #data: string[] = [];
  #length = 0;
  #id: string;
  #position: string;
  #retry: number | undefined;

  /** `position`: the id of the last event of the connection before. */
  constructor(position = '', most = MOST_OF_A_MESSAGE) {
    this.#lines = new LineSplitter('any', most);
    this.#most = most;
    this.#id = this.#position = position;
  }

  /** The id of the last event given, or of one before it where it had none; undefined for one too long to be sent. */
  get position(): string | undefined {
    return this.#position === '' ? undefined : this.#position;
  }

  get retry(): number | undefined {
    return this.#retry;
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** What has no empty line behind it is no event. */
  end(): void {}

  next(): string | undefined {
    for (;;) {
      const line = this.#lines.next();
      if (line === undefined) return undefined;
      if (line === '') {
        this.#position = this.#id;
        if (this.#data.length > 0) return this.#dispatch();
      } else if (line.charCodeAt(0) === COLON) {
        return '';
      } else {
        this.#field(line);
      }
    }
  }

  #dispatch(): string {
    const data = this.#data.length === 1 ? (this.#data[0] as string) : this.#data.join('\n');
    this.#data.length = 0;
    this.#length = 0;
    return data;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    // one space behind the colon is not the value's
    const from = colon < 0 ? line.length : colon + (line.charCodeAt(colon + 1) === SPACE ? 2 : 1);
    if (name === 'data') {
      this.#length += line.length + 1;
      if (this.#length > this.#most) throw new UnreadableStream(`an event of more than ${this.#most} characters`);
      this.#data.push(line.slice(from));
    } else if (name === 'id') {
      const id = line.slice(from);
      if (!id.includes('\0')) this.#id = id.length > LONGEST_ID ? '' : id;
    } else if (name === 'retry') {
      const retry = line.slice(from);
      if (/^\d+$/.test(retry)) this.#retry = Number(retry);
    }
  }
}

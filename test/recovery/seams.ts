/** What a server's answer turned out to be: frames of a WebSocket, or chunks of an HTTP answer that never ends. */
export type AnswerKind = 'frames' | 'chunks';

/** A head of an answer that is longer than this is none. */
const LONGEST_HEAD = 1 << 16;
const LINE_FEED = 10;

/** Follows the bytes of one answer, to know where one message ends and another one may be put in. */
export class Seams {
  /** Undefined before the head of the answer is over. */
  kind: AnswerKind | undefined;
  /** The head, or what has come of the header of the frame or chunk that begins. */
  #header: number[] = [];
  /** Bytes of the frame or chunk that are still to come. */
  #left = 0;

  /** Whether a message may stand behind what has been followed so far. */
  get open(): boolean {
    return this.kind !== undefined && this.#left === 0 && this.#header.length === 0;
  }

  /** Goes over the next bytes; how many of them come before the first seam that is in or behind them, undefined for none. */
  follow(bytes: Uint8Array): number | undefined {
    let first: number | undefined;
    for (let at = 0; at < bytes.length; ) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, bytes.length - at);
        this.#left -= step;
        at += step;
      } else {
        this.#header.push(bytes[at++] as number);
        if (this.kind === undefined) this.#readHead();
        else if (this.kind === 'frames') this.#readFrame();
        else this.#readChunk();
      }
      if (this.open) first ??= at;
    }
    return first;
  }

  #readHead(): void {
    const text = String.fromCharCode(...this.#header.slice(-4));
    if (this.#header.length > LONGEST_HEAD) throw new Error('the answer has no end of its head');
    if (text !== '\r\n\r\n') return;
    const head = Buffer.from(this.#header).toString('latin1');
    this.kind = /^HTTP\/1\.1 101 /.test(head) ? 'frames' : 'chunks';
    // an answer with a length, such as the one to a preflight, is over at once
    if (this.kind === 'chunks' && !/transfer-encoding: chunked/i.test(head)) {
      this.kind = undefined;
      this.#left = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    }
    this.#header = [];
  }

  /** RFC 6455, 5.2: a server's frames are not masked. */
  #readFrame(): void {
    const header = this.#header;
    if (header.length < 2) return;
    const short = (header[1] as number) & 127;
    const more = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (header.length < 2 + more) return;
    this.#left = more === 0 ? short : header.slice(2).reduce((sum, byte) => sum * 256 + byte, 0);
    this.#header = [];
  }

  /** RFC 9112, 7.1. */
  #readChunk(): void {
    if (this.#header.at(-1) !== LINE_FEED) return;
    const size = Number.parseInt(String.fromCharCode(...this.#header), 16);
    this.#left = size + 2;
    this.#header = [];
  }
}

/** Makes a message of a payload, as the server would. */
export function wrap(kind: AnswerKind, payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload as Uint8Array);
  if (kind === 'chunks') {
    return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  }
  if (bytes.length > 65535) throw new RangeError('a longer frame than is needed here');
  const opcode = typeof payload === 'string' ? 1 : 2;
  const header =
    bytes.length < 126 ? [0x80 | opcode, bytes.length] : [0x80 | opcode, 126, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from(header), bytes]);
}

import type { ServerResponse } from 'node:http';
import type { Outgoing } from '../src/feed/codec.js';
import { now } from './clock.js';
import { GOODBYE, type Outlet, type OutputName, type Sent } from './outlet.js';

/** What the outlets over a long HTTP answer have in common: its buffer, its end. */
abstract class ResponseOutlet implements Outlet {
  abstract readonly output: OutputName;
  protected readonly response: ServerResponse;

  constructor(response: ServerResponse) {
    this.response = response;
    response.on('error', () => response.destroy());
  }

  get open(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  get waiting(): number {
    return this.response.writableLength;
  }

  abstract send(frame: Outgoing, position: string | undefined, sent: Sent): number;
  abstract say(message: string): void;
  abstract beat(message?: string): void;

  end(code: number, reason: string): void {
    if (!this.open) return;
    this.say(JSON.stringify({ type: 'info', message: reason, code }));
    this.response.end();
    const impatience = setTimeout(() => this.cut(), GOODBYE);
    this.onClose(() => clearTimeout(impatience));
  }

  cut(): void {
    this.response.destroy();
  }

  onClose(listener: () => void): void {
    this.response.once('close', listener);
  }

  protected write(chunk: string | Buffer, sent: Sent = () => {}): number {
    if (!this.open) return 0;
    this.response.write(chunk, sent);
    return typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
  }
}

/** Server-sent events: ticks are events without a name, control messages are named `control` (`error` would be EventSource's own). */
export class EventOutlet extends ResponseOutlet {
  readonly output = 'sse';

  send(frame: Outgoing, position: string | undefined, sent: Sent): number {
    const id = position === undefined ? '' : `id: ${position}\n`;
    return this.write(`${id}data: ${eventText(frame as string)}\n\n`, sent);
  }

  say(message: string): void {
    this.write(`event: control\ndata: ${message}\n\n`);
  }

  beat(): void {
    this.write(`: ${now()}\n\n`);
  }
}

/** Newline-delimited JSON: a line is what a text frame of the WebSocket would be. */
export class LineOutlet extends ResponseOutlet {
  readonly output = 'stream';

  send(frame: Outgoing, _position: string | undefined, sent: Sent): number {
    // A line break inside is white space of the JSON text: in a string it would be escaped.
    return this.write(`${(frame as string).replaceAll(/[\r\n]+/g, ' ')}\n`, sent);
  }

  say(message: string): void {
    this.write(`${message}\n`);
  }

  beat(message = ''): void {
    this.say(message);
  }
}

/** Kinds of message in a binary stream. */
export const STREAM_KIND = { TEXT: 1, TICKS: 2 } as const;
const PREFIX_BYTES = 8;

/** Length-prefixed messages: tick frames, and control messages as text. docs/wire-protocol.md has the bytes. */
export class FrameOutlet extends ResponseOutlet {
  readonly output = 'stream';

  send(frame: Outgoing, _position: string | undefined, sent: Sent): number {
    if (typeof frame === 'string') return this.#put(Buffer.from(frame), STREAM_KIND.TEXT, sent);
    return this.#put(Buffer.from(frame), STREAM_KIND.TICKS, sent);
  }

  say(message: string): void {
    this.#put(Buffer.from(message), STREAM_KIND.TEXT);
  }

  beat(message = ''): void {
    this.say(message);
  }

  #put(message: Buffer, kind: number, sent: Sent = () => {}): number {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeUInt32LE(message.length, 0);
    prefix.writeUInt32LE(kind, 4);
    return this.write(Buffer.concat([prefix, message]), sent);
  }
}

/** Text as the value of `data`: each of its lines is a field of its own. */
function eventText(text: string): string {
  return /[\r\n]/.test(text) ? text.split(/\r\n|\r|\n/).join('\ndata: ') : text;
}

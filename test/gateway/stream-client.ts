/** Clients of `/sse` and `/stream` for the gateway's tests, over a plain HTTP request that can be paused and cut off. */
import { once } from 'node:events';
import { type ClientRequest, get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { STREAM_KIND } from '../../gateway/http-outlets.js';
import type { JsonMessage } from './client.js';

/** One server-sent event, as the standard has it. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
  /** The last id up to this event. */
  readonly id: string;
}

export class StreamClient {
  readonly response: IncomingMessage;
  readonly #request: ClientRequest;
  readonly #chunks: Buffer[] = [];
  ended = false;
  #check: () => void = () => {};

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request;
    this.response = response;
    response.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#check();
    });
    response.on('error', () => this.#check());
    response.on('close', () => {
      this.ended = true;
      this.#check();
    });
  }

  /** Resolves with the answer, whatever its status. */
  static async open(url: string, headers: IncomingHttpHeaders = {}): Promise<StreamClient> {
    const request = get(url, { headers, agent: false });
    request.on('error', () => {});
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new StreamClient(request, response);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }

  /** The events of `/sse` that are complete. */
  events(): ServerEvent[] {
    let id = '';
    const events: ServerEvent[] = [];
    for (const block of this.text.split('\n\n').slice(0, -1)) {
      let name = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (field === 'event') name = value;
        else if (field === 'id') id = value;
        else if (field === 'data') data.push(value);
      }
      if (data.length > 0) events.push({ name, data: data.join('\n'), id });
    }
    return events;
  }

  /** The lines of `/stream` that are complete. */
  lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  /** The messages of `/stream?format=binary` that are complete. */
  frames(): (string | ArrayBuffer)[] {
    const { bytes } = this;
    const frames: (string | ArrayBuffer)[] = [];
    for (let at = 0; at + 8 <= bytes.length; ) {
      const end = at + 8 + bytes.readUInt32LE(at);
      if (end > bytes.length) break;
      const kind = bytes.readUInt32LE(at + 4);
      const message = bytes.subarray(at + 8, end);
      frames.push(kind === STREAM_KIND.TEXT ? message.toString() : new Uint8Array(message).buffer);
      at = end;
    }
    return frames;
  }

  /** The text messages of either output, in order. */
  texts(): string[] {
    const type = this.response.headers['content-type'] ?? '';
    if (type.startsWith('text/event-stream')) return this.events().map(({ data }) => data);
    if (type.startsWith('application/x-ndjson')) return this.lines();
    return this.frames().filter((frame) => typeof frame === 'string');
  }

  messages(): JsonMessage[] {
    return this.texts().flatMap<JsonMessage>((text) => JSON.parse(text));
  }

  ofType(type: string): JsonMessage[] {
    return this.messages().filter((message) => message.type === type);
  }

  /** Resolves when `condition` holds after some chunk or the end; rejects after `patience` ms. */
  until(what: string, condition: () => boolean, patience = 20_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => {
        this.#check = () => {};
        reject(new Error(`waited ${patience} ms for ${what}; ${this.bytes.length} bytes came`));
      }, patience);
      this.#check = () => {
        if (!condition()) return;
        clearTimeout(impatience);
        this.#check = () => {};
        resolve();
      };
      this.#check();
    });
  }

  /** Breaks the connection off. */
  cut(): void {
    this.#request.destroy();
  }
}

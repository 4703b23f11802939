/** A WebSocket client for the gateway's tests: keeps what it receives, and waits for conditions instead of times. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

export type JsonMessage = Readonly<Record<string, unknown>>;

export class TestClient {
  /** Text frames, in order. */
  readonly texts: string[] = [];
  /** Binary frames, in order. */
  readonly frames: Buffer[] = [];
  /** The closing code, once the socket is closed. */
  closeCode: number | undefined;
  readonly socket: WebSocket;
  #check: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (message: Buffer, isBinary) => {
      if (isBinary) this.frames.push(message);
      else this.texts.push(message.toString());
      this.#check();
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      this.#check();
    });
    socket.on('error', () => this.#check());
  }

  /** Connects; rejects where the handshake is refused. */
  static async connect(url: string, protocols: string[] = []): Promise<TestClient> {
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false });
    const client = new TestClient(socket);
    await once(socket, 'open');
    return client;
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves when `condition` holds after some message; rejects after `patience` ms. */
  until(what: string, condition: () => boolean, patience = 20_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => {
        this.#check = () => {};
        reject(
          new Error(`waited ${patience} ms for ${what}; ${this.texts.length} texts, ${this.frames.length} frames came`),
        );
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

  /** Messages of this type among the text frames so far. */
  ofType(type: string): JsonMessage[] {
    return this.messages().filter((message) => message.type === type);
  }

  /** The single messages of all text frames so far, those in arrays included. */
  messages(): JsonMessage[] {
    return this.texts.flatMap<JsonMessage>((text) => JSON.parse(text));
  }

  /** Waits for an `error` message and gives it. */
  async error(): Promise<JsonMessage> {
    const seen = this.ofType('error').length;
    await this.until('an error message', () => this.ofType('error').length > seen);
    return this.ofType('error')[seen] as JsonMessage;
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await once(this.socket, 'close');
  }
}

/** The HTTP status and body with which a handshake is refused; rejects where it is accepted. */
export function refusal(url: string, protocols: string[] = []): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols);
    socket.on('open', () => {
      socket.terminate();
      reject(new Error('the handshake was accepted'));
    });
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
}

/** Checks the answer of a gateway that counts the ticks of all symbols itself. */
export function assertSubscribed(answer: JsonMessage | undefined, symbols: object): void {
  const { run, ...rest } = answer ?? {};
  assert.match(String(run), /^\w+$/);
  assert.deepEqual(rest, { type: 'subscribed', protocol: 1, symbols, numbered: true });
}

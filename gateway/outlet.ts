import { WebSocket } from 'ws';
import type { Outgoing } from '../src/feed/codec.js';

/** The ways out of the gateway: WebSocket, server-sent events, HTTP stream. */
export const OUTPUTS = ['ws', 'sse', 'stream'] as const;
export type OutputName = (typeof OUTPUTS)[number];

/** Called when the network took a message; with an error where the connection broke before. */
export type Sent = (error?: Error | null) => void;

/** What carries messages to one client, whatever the protocol beneath. Once it is closed, everything sent is dropped. */
export interface Outlet {
  readonly output: OutputName;
  readonly open: boolean;
  /** Bytes handed over that the network has not taken yet. */
  readonly waiting: number;
  /**
   * Sends ticks (or a replayed message). `position` is where the client may resume behind them, undefined where it may not;
   * `sent` is called when the network took them, with an error where it did not. Returns the bytes they have.
   */
  send(frame: Outgoing, position: string | undefined, sent: Sent): number;
  /** Sends a control message of the gateway's protocol, JSON text. */
  say(message: string): void;
  /** Sends a sign of life: `message`, where the output has none of its own; without one, what its readers skip. */
  beat(message?: string): void;
  /** Says goodbye with a WebSocket close code and a reason of at most 123 bytes, and cuts off a client that does not answer. */
  end(code: number, reason: string): void;
  /** Cuts the connection off at once. */
  cut(): void;
  onClose(listener: () => void): void;
}

/** WebSocket close codes that the gateway gives. */
export const CLOSE = { GOING_AWAY: 1001, POLICY: 1008, TRY_LATER: 1013 } as const;

/** Milliseconds that a client has to answer a goodbye. */
export const GOODBYE = 1000;

/** Text frames and binary frames of a WebSocket. */
export class SocketOutlet implements Outlet {
  readonly output = 'ws';
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Outgoing, _position: string | undefined, sent: Sent): number {
    if (!this.open) return 0;
    this.#socket.send(frame, sent);
    return typeof frame === 'string' ? Buffer.byteLength(frame) : frame.byteLength;
  }

  say(message: string): void {
    if (this.open) this.#socket.send(message);
  }

  /** Without a message nothing: the server pings every WebSocket. */
  beat(message?: string): void {
    if (message !== undefined) this.say(message);
  }

  end(code: number, reason: string): void {
    endSocket(this.#socket, code, reason);
  }

  cut(): void {
    this.#socket.terminate();
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }
}

/** Closes a WebSocket, and terminates it where the client does not answer in time. */
export function endSocket(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.close(code, reason);
  const impatience = setTimeout(() => socket.terminate(), GOODBYE);
  socket.once('close', () => clearTimeout(impatience));
}

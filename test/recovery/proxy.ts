/** A way between a page and a gateway that fails in the ways that networks do: resets, silence, garbage, refusals. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Seams, wrap } from './seams.js';

/** What is put into an answer: a message of its own, or bytes that are none. */
export type Garbage = { readonly message: string | Uint8Array } | { readonly bytes: Uint8Array };

export class FaultyProxy {
  /** Connections that were accepted, refused ones included. */
  accepted = 0;
  /** Connections that were reset as soon as they came. */
  refused = 0;
  /** New connections stand, and nothing ever comes. */
  silent = false;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #refusals = 0;

  private constructor(target: number) {
    this.#server = createServer((client) => this.#accept(client, target));
  }

  /** Listens on a free loopback port, in front of another one. */
  static async start(target: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Connections that stand now. */
  get open(): number {
    return this.#links.size;
  }

  /** Resets the next so many connections. */
  refuse(times: number): void {
    this.#refusals = times;
  }

  /** Resets all connections: no close frame, no last chunk. */
  cut(): void {
    for (const link of this.#links) link.cut();
  }

  /** A cable is pulled: the connections stand, and nothing gets through them any more, in neither direction. */
  lose(): void {
    for (const link of this.#links) link.lose();
  }

  /** What comes from the server waits from now on. */
  hold(): void {
    for (const link of this.#links) link.hold();
  }

  /** What has waited goes on. */
  release(): void {
    for (const link of this.#links) link.release();
  }

  /** Puts garbage between two messages of each answer. */
  inject(...garbage: readonly Garbage[]): void {
    for (const link of this.#links) link.inject(garbage);
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket, target: number): void {
    this.accepted++;
    if (this.#refusals > 0) {
      this.#refusals--;
      this.refused++;
      // without a listener the error of a reset would end the process
      client.on('error', () => client.destroy());
      client.resetAndDestroy();
      return;
    }
    const link = new Link(client, target, () => this.#links.delete(link));
    this.#links.add(link);
    if (this.silent) link.lose();
  }
}

/** One connection through the proxy. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #seams = new Seams();
  #lost = false;
  #held = false;
  #waiting: Buffer[] = [];
  #garbage: Garbage[] = [];

  constructor(client: Socket, target: number, ended: () => void) {
    this.#client = client;
    this.#server = connect({ port: target, host: '127.0.0.1' });
    for (const [socket, other] of [
      [client, this.#server],
      [this.#server, client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        ended();
        // of a connection that is lost neither side hears what becomes of the other
        if (!this.#lost || socket === client) other.resetAndDestroy();
      });
    }
    client.on('data', (bytes: Buffer) => {
      if (!this.#lost) this.#server.write(bytes);
    });
    this.#server.on('data', (bytes: Buffer) => {
      if (this.#lost) return;
      if (this.#held) this.#waiting.push(bytes);
      else this.#pass(bytes);
    });
  }

  cut(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  lose(): void {
    this.#lost = true;
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    for (const bytes of this.#waiting.splice(0)) this.#pass(bytes);
  }

  inject(garbage: readonly Garbage[]): void {
    this.#garbage.push(...garbage);
    if (this.#seams.open) this.#pour();
  }

  #pass(bytes: Buffer): void {
    const seam = this.#seams.follow(bytes);
    if (this.#garbage.length === 0 || seam === undefined) {
      this.#client.write(bytes);
      return;
    }
    this.#client.write(bytes.subarray(0, seam));
    this.#pour();
    this.#client.write(bytes.subarray(seam));
  }

  #pour(): void {
    const { kind } = this.#seams;
    if (kind === undefined) return;
    for (const garbage of this.#garbage.splice(0)) {
      this.#client.write('message' in garbage ? wrap(kind, garbage.message) : garbage.bytes);
    }
  }
}

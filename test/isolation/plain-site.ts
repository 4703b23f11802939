/** A static host that cannot send headers, in a few lines, and what such a host has besides files: redirects, ranges, streams. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { TestContext } from 'node:test';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.css': 'text/css',
};

/** Answers a request by itself. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What it serves. */
export interface PlainFiles {
  /** By path: a text, or what answers. */
  readonly [path: string]: string | Answer;
}

export class PlainSite {
  /** Paths in the order in which they were asked for, with their queries. */
  readonly asked: string[] = [];
  readonly files: Map<string, string | Answer>;
  readonly #folder: string | undefined;
  #server: Server;
  #port = 0;

  private constructor(files: PlainFiles, folder: string | undefined) {
    this.files = new Map(Object.entries(files));
    this.#folder = folder;
    this.#server = this.#make();
  }

  /** On a free port, for as long as the test takes; `folder`: its files, too. */
  static async start(test: TestContext, files: PlainFiles, folder?: string): Promise<PlainSite> {
    const site = new PlainSite(files, folder);
    await site.start();
    test.after(() => site.stop());
    return site;
  }

  /** Ends with a slash. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** How often a path was asked for. */
  times(wanted: string): number {
    return this.asked.filter((one) => one.split('?')[0] === wanted).length;
  }

  async start(): Promise<void> {
    this.#server = this.#make();
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #make(): Server {
    return createServer((request, response) => void this.#answer(request, response));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', this.url);
    // every browser asks for it, in its own time
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    this.asked.push(pathname + search);
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const file = this.files.get(name) ?? (await this.#read(name));
    if (typeof file === 'function') return file(request, response);
    if (file === undefined) response.writeHead(404);
    else response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream');
    response.end(file ?? '');
  }

  async #read(name: string): Promise<Buffer | undefined> {
    if (!this.#folder) return undefined;
    try {
      return await readFile(path.join(this.#folder, path.normalize(name)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

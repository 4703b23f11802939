/** A static host as there are many: files and their types, and no header besides. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface PlainServer {
  /** Ends with a slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves a folder below `/below/` on a free port of this machine; `below` has no slash at its ends. */
export async function startPlainServer(folder: string, below: string): Promise<PlainServer> {
  const top = path.resolve(folder) + path.sep;
  const prefix = `/${below}/`;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // every browser asks for it, in its own time
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const name = decodeURIComponent(pathname.slice(prefix.length)) || 'index.html';
    const file = path.resolve(top, name);
    if (!pathname.startsWith(prefix) || !file.startsWith(top)) return void response.writeHead(404).end();
    readFile(file).then(
      (bytes) => response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

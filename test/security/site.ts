/** A site with a policy, and what offends it: reports of browsers come to the site itself, those of its workers too. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { ROOT } from '../../tools/files.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface SiteOptions {
  /** Texts by their paths. */
  readonly texts: Readonly<Record<string, string>>;
  /** Folders of the repository by the paths below which they are: `/ticklane/`. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The content security policy of every answer; the site adds where reports go. */
  readonly policy?: string;
  /** Nothing is found at these paths. */
  readonly missing?: RegExp;
  /** Other content types, by file endings. */
  readonly types?: Readonly<Record<string, string>>;
}

export interface Site {
  readonly url: string;
  /** What browsers reported. */
  readonly reports: readonly string[];
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

/** Starts a site for as long as the test takes. Other origins may load its files. */
export async function startSite(test: TestContext, options: SiteOptions): Promise<Site> {
  const reports: string[] = [];
  const asked: string[] = [];
  const { texts, folders = {}, headers = {}, policy, missing, types = {} } = options;
  const read = async (name: string) => {
    if (texts[name] !== undefined) return texts[name];
    const mount = Object.keys(folders).find((one) => name.startsWith(one));
    if (mount === undefined || missing?.test(name)) throw new Error(`${name} is not here`);
    return readFile(path.join(ROOT, folders[mount] as string, name.slice(mount.length)));
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/reports') {
      reports.push(await text(request));
      response.writeHead(204).end();
      return;
    }
    asked.push(pathname);
    const name = pathname === '/' ? '/index.html' : pathname;
    const all = {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ...(policy && { 'Content-Security-Policy': `${policy}; report-uri /reports` }),
      ...headers,
    };
    try {
      const body = await read(name);
      const type = types[path.extname(name)] ?? TYPES[path.extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, { ...all, 'Content-Type': type }).end(body);
    } catch (error) {
      response.writeHead(404, all).end(String(error));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  test.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, reports, asked };
}

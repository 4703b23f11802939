/** Serves a folder of the repository from an origin of its own, as a CDN does, and texts that a test writes. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/plain',
};
const CROSS_ORIGIN = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/**
 * @typedef {object} Files
 * @property {string} [folder] What to serve: absolute, or relative to the repository's root.
 * @property {Readonly<Record<string, string>>} [texts] Files besides, by their paths: `/page.js`.
 * @property {Readonly<Record<string, string>>} [headers] Of every answer.
 * @property {string} [without] Nothing is found at paths that begin so.
 */

/** Starts it on a free loopback port. */
export async function startFileServer(/** @type {Files} */ { folder, texts = {}, headers = {}, without }) {
  const top = folder !== undefined && path.resolve(ROOT, folder);
  const read = async (/** @type {string} */ name) => {
    if (texts[name] !== undefined) return texts[name];
    const file = top ? path.join(top, name) : undefined;
    if (!file?.startsWith(top) || (without !== undefined && name.startsWith(without))) {
      throw new Error('not here');
    }
    return readFile(file);
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? '/index.html' : pathname;
    const all = { ...CROSS_ORIGIN, ...headers };
    try {
      const body = await read(name);
      response.writeHead(200, { ...all, 'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream' });
      response.end(body);
    } catch (error) {
      response.writeHead(404, all).end(String(error));
    }
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

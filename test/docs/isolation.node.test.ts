/** What docs/isolation.md gives for hosts, run where the host can run here, and read where it cannot. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { createServer, preview } from 'vite';
import { MESSAGES } from '../../src/isolation/isolation.js';
import { readSettings } from '../../src/isolation/settings.js';
import { ROOT } from '../../tools/files.ts';
import { findProgram, freePort } from '../gateway/brokers.ts';
import { PlainSite } from '../isolation/plain-site.ts';
import { startBrowser, Visitor } from '../isolation/visitor.ts';
import { until } from '../scale-out/until.ts';

const text = readFileSync(path.join(ROOT, 'docs/isolation.md'), 'utf8');
/** The code behind a mark. */
const marked = (mark: string): string => {
  const [, code] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(text) ?? [];
  assert.ok(code, `${mark} in docs/isolation.md`);
  return code;
};
const cells = (heading: string, column: number) => {
  const part = text.slice(text.indexOf(heading)).split('\n\n')[0] ?? '';
  return [...part.matchAll(/^\| (.*) \|$/gm)].slice(1).map(([, row = '']) => row.split(' | ')[column] ?? '');
};
const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
const WANTED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const sent = (headers: Iterable<readonly [string, string]>) =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name.toLowerCase(), value]).filter(([name = '']) => name in WANTED),
  );

/** A folder with files for as long as the test takes. */
async function folderOf(test: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ticklane-isolation-'));
  test.after(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

const nginx = findProgram('nginx');

describe('docs/isolation.md', () => {
  it('isolates with nginx', { skip: nginx ? false : 'nginx is not installed' }, async (test) => {
    const port = await freePort();
    const conf = (folder: string) => `events {}
      http {
        access_log off;
        server {
          listen 127.0.0.1:${port};
          root ${folder};
          ${marked('host: nginx')}
        }
      }`;
    const folder = await folderOf(test, { 'index.html': '<!doctype html>' });
    await writeFile(path.join(folder, 'nginx.conf'), conf(folder));
    const options = `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;`;
    const child = spawn(nginx as string, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr', '-g', options], {
      stdio: 'ignore',
    });
    const gone = once(child, 'exit');
    test.after(async () => {
      child.kill('SIGTERM');
      await gone;
    });
    const url = `http://127.0.0.1:${port}`;
    await until('nginx', () =>
      fetch(url).then(
        () => true,
        () => child.exitCode !== null,
      ),
    );
    // also what is not there
    for (const name of ['/', '/lost']) assert.deepEqual(sent((await fetch(url + name)).headers), WANTED);
  });

  it("isolates with Vite's servers", async (test) => {
    const files = { 'index.html': '<!doctype html>', 'vite.config.js': marked('host: vite') };
    const root = await folderOf(test, { ...files, 'package.json': '{ "type": "module" }' });
    const config = { root, configFile: path.join(root, 'vite.config.js'), logLevel: 'error' } as const;
    const server = await createServer({ ...config, server: { port: 0, hmr: false, ws: false, watch: null } });
    test.after(() => server.close());
    await server.listen();
    const built = await preview({ ...config, build: { outDir: '.' }, preview: { port: 0 } });
    test.after(() => built.close());
    for (const { resolvedUrls } of [server, built]) {
      const answer = await fetch(resolvedUrls?.local[0] as string);
      assert.deepEqual([answer.status, sent(answer.headers)], [200, WANTED]);
    }
  });

  it('sends the headers for every path with Vercel, Netlify, Cloudflare Pages and Caddy', () => {
    const [rule, ...more]: { source: string; headers: { key: string; value: string }[] }[] = JSON.parse(
      marked('host: vercel'),
    ).headers;
    assert.ok(rule && more.length === 0);
    for (const asked of ['/', '/page.html', '/a/worker.js']) assert.match(asked, new RegExp(`^${rule.source}$`));
    assert.deepEqual(sent(rule.headers.map(({ key, value }) => [key, value])), WANTED);

    const [paths, ...lines] = marked('host: _headers').trimEnd().split('\n');
    assert.equal(paths, '/*');
    assert.deepEqual(sent(lines.map((line) => line.trim().split(': ') as [string, string])), WANTED);

    const [, block = ''] = /^header \{\n(.*)\n\}\n$/s.exec(marked('host: caddy')) ?? [];
    assert.deepEqual(sent(block.split('\n').map((line) => line.trim().split(' ') as [string, string])), WANTED);
  });

  it('knows every reason, and queries that the worker understands', () => {
    const reasons = cells('| `reason` |', 0).flatMap(words);
    assert.deepEqual(reasons, ['null', ...Object.keys(MESSAGES)]);
    const queries = cells('| option of `isolate` |', 1)
      .flatMap(words)
      .filter((word) => word.includes('='));
    assert.ok(queries.length >= 4);
    for (const query of queries) {
      const [name = '', word] = query.split('=');
      const settings = Object.entries(readSettings(new URL(`http://host/?${query}`)));
      assert.notDeepEqual(settings, Object.entries(readSettings(new URL('http://host/'))), query);
      assert.ok(settings.some(([setting]) => setting === name) && word);
    }
  });

  describe("for a site's own service worker", () => {
    let browser: Browser;
    before(async () => {
      browser = await startBrowser();
    });
    after(() => browser?.close());

    it('has one that isolates pages and starts workers', async (test) => {
      const site = await PlainSite.start(test, {
        '/index.html': `<!doctype html><title>own</title>`,
        '/sw.js': marked('own worker'),
        '/worker.js': 'postMessage(crossOriginIsolated)',
        '/old': (_, response) => response.writeHead(302, { Location: '/' }).end(),
      });
      const { page } = await Visitor.come(test, browser);
      await page.goto(site.url);
      await page.evaluate(
        `navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 0)`,
      );
      await page.goto(`${site.url}old`);
      assert.equal(page.url(), site.url);
      const heard = `new Promise((resolve) => { new Worker('/worker.js').onmessage = ({ data }) => resolve(data); })`;
      assert.deepEqual(await page.evaluate(`${heard}.then((worker) => [crossOriginIsolated, worker])`), [true, true]);
    });
  });
});

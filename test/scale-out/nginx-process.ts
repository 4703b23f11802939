/** The nginx configuration of docs/deploy.md, with this machine's ports and paths, and an nginx that runs it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { findProgram, freePort } from '../gateway/brokers.ts';
import { until } from './until.ts';

const DOCUMENT = new URL('../../docs/deploy.md', import.meta.url);
/** Where Debian and others put it. */
const BROTLI = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules']
  .map((folder) => join(folder, 'ngx_http_brotli_static_module.so'))
  .find((file) => existsSync(file));

/** Why nothing can be tested here, or false. */
export const missing =
  ['nginx', 'openssl'].filter((program) => findProgram(program) === undefined).join(' and ') || false;
/** Without the module the lines about it are left out, as the document says. */
export const hasBrotli = BROTLI !== undefined;

/** What the site has, beside compressed copies of it. */
export const SITE = {
  'index.html': '<!doctype html><title>site</title>',
  'assets/page-4f2a.js': 'export const page = 1;\n'.repeat(50),
  'assets/kernel-9c1b.wasm': '\0asm\x01\0\0\0',
} as const;

export interface Nginx {
  readonly port: number;
  /** What its logs say so far. */
  logs(): Promise<string>;
}

/** The configuration as it is written. */
function written(): string {
  const found = /<!-- nginx\.conf -->\s*```nginx\n(.*?)```/s.exec(readFileSync(DOCUMENT, 'utf8'));
  if (!found) throw new Error('docs/deploy.md has no nginx.conf');
  return found[1] as string;
}

/** Runs it before gateways at these ports; it does not outlive the test. */
export async function startNginx(test: TestContext, gateways: readonly [number, number]): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'ticklane-nginx-'));
  test.after(() => rm(folder, { recursive: true }));
  // its workers are another user's where root starts it
  await chmod(folder, 0o755);
  await writeSite(join(folder, 'site'));
  certify(folder);
  const port = await freePort();
  const configuration = join(folder, 'nginx.conf');
  await writeFile(configuration, adapted(folder, port, gateways));
  const child = spawn(
    findProgram('nginx') as string,
    ['-p', folder, '-c', configuration, '-e', 'stderr', '-g', `daemon off; pid ${folder}/pid;`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const gone = once(child, 'exit');
  test.after(async () => {
    child.kill('SIGTERM');
    await gone;
  });
  await until('nginx to listen', async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${said}`);
    const socket = connect(port, '127.0.0.1');
    return Promise.race([once(socket, 'connect').then(() => true), once(socket, 'close').then(() => false)])
      .catch(() => false)
      .finally(() => socket.destroy());
  });
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return { port, logs: async () => (await read('ticklane.log')) + (await read('error.log')) + said };
}

/** Every change must find its place, or the document has changed. */
function adapted(folder: string, port: number, [first, second]: readonly [number, number]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  const changes: readonly (readonly [string, string])[] = [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['/etc/ssl/example.test.pem', `${folder}/certificate.pem`],
    ['/etc/ssl/example.test.key', `${folder}/key.pem`],
    ['/srv/example.test', `${folder}/site`],
    ['10.0.0.11:8787', `127.0.0.1:${first}`],
    ['10.0.0.12:8787', `127.0.0.1:${second}`],
    ['/var/log/nginx/ticklane.log plain buffer=64k flush=5s', `${folder}/ticklane.log plain`],
    ['/var/log/nginx/error.log', `${folder}/error.log`],
    // more than a test's machine may allow
    ['worker_rlimit_nofile 262144;', ''],
    ['worker_connections 131072', 'worker_connections 512'],
    ['worker_processes auto', 'worker_processes 1'],
    ['http {\n', `http {\n${temporary}\n`],
    ...(BROTLI
      ? [['modules/ngx_http_brotli_static_module.so', BROTLI] as const]
      : ([
          ['load_module modules/ngx_http_brotli_static_module.so;', ''],
          ['brotli_static on;', ''],
        ] as const)),
  ];
  return changes.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`"${from}" is not once in the nginx.conf of docs/deploy.md`);
    return text.replace(from, () => to);
  }, written());
}

async function writeSite(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  for (const [name, content] of Object.entries(SITE)) {
    const bytes = Buffer.from(content, 'latin1');
    await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes));
    await writeFile(join(folder, `${name}.gz`), gzipSync(bytes));
  }
}

function certify(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${folder}/key.pem`];
  const certificate = ['-subj', '/CN=example.test', '-days', '1', '-out', `${folder}/certificate.pem`];
  execFileSync(findProgram('openssl') as string, ['req', '-x509', ...key, ...certificate], { stdio: 'ignore' });
}

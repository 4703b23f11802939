import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { build } from 'vite';
import { run } from '../tools/command.ts';
import { ROOT } from '../tools/files.ts';
import { constants } from '../tools/vite-plugin-constants.ts';
import { wat } from '../tools/vite-plugin-wat.ts';
import { compileWat, readWat } from '../tools/wat.ts';
import { type Figure, figure } from './report.ts';
import type { Measured } from './suites.ts';

const ONE_FILE = 'dist/cdn/ticklane.js';
const KERNEL = 'wat/ticker.wat';
/** Their code is part of the one file, which shares with the page what both need: here each as if it stood alone. */
const WORKERS = ['src/feed/feed.worker.ts', 'src/runtime/kernel.worker.ts', 'src/paint/painter.worker.ts'];

function sizes(name: string, bytes: Uint8Array): Figure[] {
  const brotli = brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } });
  return [
    figure(`${name}, gzip`, gzipSync(bytes, { level: 9 }).length, 'bytes'),
    figure(`${name}, brotli`, brotli.length, 'bytes'),
    figure(`${name}, plain`, bytes.length, 'bytes'),
  ];
}

/** A worker's script, as a build makes it. */
async function buildWorker(file: string): Promise<Uint8Array> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [constants(), wat()],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: path.join(ROOT, file), output: { codeSplitting: false } },
    },
  });
  const [script] = (built as { output: { type: string; code?: string }[] }).output;
  return new TextEncoder().encode(script?.code);
}

/** The `size` suite. */
export async function runSize(progress: (text: string) => void): Promise<Measured> {
  progress('npm run build');
  await run('npm', ['run', 'build']);
  if (!existsSync(path.join(ROOT, ONE_FILE))) throw new Error(`npm run build made no ${ONE_FILE}`);
  const figures = sizes(ONE_FILE, readFileSync(path.join(ROOT, ONE_FILE)));
  figures.push(
    ...sizes(
      `${KERNEL}, compiled`,
      await compileWat({ file: KERNEL, ...readWat(path.join(ROOT, KERNEL), KERNEL), shared: true }),
    ),
  );
  for (const worker of WORKERS) figures.push(...sizes(worker, await buildWorker(worker)));
  return { figures };
}

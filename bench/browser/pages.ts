/** Builds the bench pages as the package is built, and serves them isolated. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build, type Plugin, preview } from 'vite';
import { ROOT } from '../../tools/files.ts';
import { constants } from '../../tools/vite-plugin-constants.ts';
import { wat } from '../../tools/vite-plugin-wat.ts';

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** A page that has not answered by then never will. */
const LONGEST_CALL_MS = 180_000;

/** What the page sends back: see `answer` in page/main.ts. */
type Answer = { readonly value: unknown } | { readonly error: string };

/** A served page; `close` also removes what was built. */
export interface ServedPage {
  readonly url: string;
  /** What the page posts next; rejects with the error that it posts instead. */
  nextAnswer(): Promise<unknown>;
  close(): Promise<void>;
}

/** One page, by the name of its HTML file. */
export async function servePage(name: string): Promise<ServedPage> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'ticklane-bench-'));
  const root = path.join(ROOT, 'bench/page');
  const common = { root, configFile: false, logLevel: 'warn' } as const;
  await build({
    ...common,
    plugins: [constants(), wat()],
    worker: { format: 'es', plugins: () => [constants(), wat()] },
    // the package starts its workers from code that is part of it
    resolve: { alias: [{ find: /^(.*)\/spawn\.js$/, replacement: '$1/spawn.inline.ts' }] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: path.join(root, `${name}.html`) },
    },
  });
  let heard: (answer: Answer) => void = () => {};
  const answers: Plugin = {
    name: 'ticklane-bench:answers',
    configurePreviewServer({ middlewares }) {
      middlewares.use('/answer', async (request, response) => {
        heard(JSON.parse(await text(request)));
        response.end();
      });
    },
  };
  const server = await preview({
    ...common,
    plugins: [answers],
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: HEADERS },
  });
  return {
    url: `${server.resolvedUrls?.local[0]}${name}.html`,
    nextAnswer: () =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`the page gave no answer in ${LONGEST_CALL_MS} ms`)),
          LONGEST_CALL_MS,
        );
        heard = (answer) => {
          clearTimeout(late);
          if ('error' in answer) reject(new Error(answer.error));
          else resolve(answer.value);
        };
      }),
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

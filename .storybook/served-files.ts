/**
 * Files beside the catalog's pages that are made when it is: the kit's isolation worker, so that a static host without headers shows it isolated, and
 * the captures that stories replay.
 */
import type { Plugin } from 'vite';
import { ROOT } from '../tools/files.ts';
import { isolationFile } from '../tools/isolation-file.ts';
import { commonCapture, venueCapture } from './captures.ts';

interface ServedFile {
  readonly type: string;
  text(): string | Promise<string>;
}

const FILES: Readonly<Record<string, ServedFile>> = {
  'isolation-worker.js': {
    type: 'text/javascript',
    text: () =>
      isolationFile({ root: ROOT, configFile: false, logLevel: 'warn', publicDir: false, build: { target: 'es2022' } }),
  },
  'captures/common.jsonl': { type: 'application/jsonl', text: commonCapture },
  'captures/coinbase.jsonl': { type: 'application/jsonl', text: venueCapture },
};

export function servedFiles(): Plugin {
  return {
    name: 'ticklane:catalog-files',
    configureServer({ middlewares }) {
      for (const [name, file] of Object.entries(FILES)) {
        middlewares.use(`/${name}`, (_request, response, next) => {
          Promise.resolve(file.text()).then((text) => {
            response.setHeader('Content-Type', file.type);
            response.end(text);
          }, next);
        });
      }
    },
    async generateBundle() {
      for (const [fileName, file] of Object.entries(FILES)) {
        this.emitFile({ type: 'asset', fileName, source: await file.text() });
      }
    },
  };
}

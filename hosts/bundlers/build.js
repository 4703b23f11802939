/** Bundles the plain page with webpack and with esbuild, each into a folder of its own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import webpack from 'webpack';

const at = (...names) => path.join(fileURLToPath(import.meta.url), '..', ...names);
const entry = at('src/main.js');

/** The page of the plain host, with one script in place of its two. */
function writePage(folder) {
  const page = readFileSync(at('../plain/index.html'), 'utf8')
    .replace(/<script type="module" src=".*ticklane\.js"><\/script>\s*/, '')
    .replace('./page.js', './main.js')
    .replace('../shared/page.css', './page.css');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), page);
  writeFileSync(path.join(folder, 'page.css'), readFileSync(at('../shared/page.css')));
}

function bundleWithWebpack(folder) {
  const settings = { mode: 'production', entry, output: { path: folder, filename: 'main.js', clean: true } };
  return new Promise((resolve, reject) => {
    webpack({ ...settings, context: at(), performance: false }, (error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors() || stats?.hasWarnings()) reject(new Error(stats.toString('errors-warnings')));
      else resolve(undefined);
    });
  });
}

async function bundleWithEsbuild(folder) {
  const result = await esbuild.build({
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    logLevel: 'warning',
  });
  if (result.warnings.length > 0) throw new Error(`esbuild warns of ${result.warnings.length} things`);
}

await bundleWithWebpack(at('dist/webpack'));
writePage(at('dist/webpack'));
await bundleWithEsbuild(at('dist/esbuild'));
writePage(at('dist/esbuild'));

/**
 * Browser tests. ISOLATED=0 runs the tests for pages that are not isolated instead, SOAK=1 the long ones, BUILT=1
 * those of the built package; BROWSERS=firefox,webkit chooses browsers; COVERAGE=1 writes coverage/browser/lcov.info.
 */
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import * as puppeteer from 'puppeteer-core';
import { tsImport } from 'tsx/esm/api';
import { serverCommands } from './test/tools/gateway-command.mjs';
import { mediaCommand } from './test/tools/media-command.mjs';
import { totalsReporter } from './test/tools/totals-reporter.mjs';
import { runnerModules, viteMiddleware } from './test/tools/vite-middleware.mjs';
import { svelte } from './test/tools/vite-plugin-svelte.mjs';
import { webkitLauncher } from './test/tools/webkit-launcher.mjs';

const { chromiumArguments, findChromium, findFirefox } = await tsImport('./tools/find-browser.ts', import.meta.url);
const { ISOLATED, SOAK, BUILT, BROWSERS = 'chromium', COVERAGE } = process.env;
const isolated = ISOLATED !== '0';
const soak = SOAK === '1';

function files() {
  if (soak) return ['test/**/*.soak.test.ts'];
  if (BUILT === '1') return ['test/**/*.built.test.ts'];
  // what elements promise holds without isolation too
  if (!isolated) {
    return [
      'test/**/*.unisolated.test.ts',
      'test/elements/data-feed/data-feed.test.ts',
      'test/elements/{ticker-widget,price-alert}/*.test.ts',
      'test/elements/ticker-board/{ticker-board,board-keys,board-variants}.test.ts',
      'test/bindings/ticker-watch.test.ts',
    ];
  }
  return ['test/**/*.test.ts', '!test/**/*.{built,node,soak,unisolated}.test.ts'];
}

const MINUTE = 60_000;

const browsers = {
  chromium: async () =>
    chromeLauncher({
      concurrency: 1,
      launchOptions: {
        executablePath: await findChromium(),
        args: [...chromiumArguments(), '--js-flags=--expose-gc', '--enable-precise-memory-info'],
      },
    }),
  firefox: () =>
    chromeLauncher({
      concurrency: 1,
      puppeteer,
      launchOptions: { browser: 'firefox', executablePath: findFirefox() },
    }),
  webkit: () => webkitLauncher(),
};

const isolation = (context, next) => {
  if (isolated) {
    context.set('Cross-Origin-Opener-Policy', 'same-origin');
    context.set('Cross-Origin-Embedder-Policy', 'require-corp');
    context.set('Cross-Origin-Resource-Policy', 'cross-origin');
  }
  return next();
};

const frameworks = [
  ...['react', 'react-dom/client', 'vue', '@angular/core'],
  ...['svelte', 'svelte/internal/client', 'svelte/internal/disclose-version'],
];

const vite = await viteMiddleware({
  cacheDir: 'node_modules/.vite-test',
  plugins: [runnerModules, svelte],
  // Found while tests run, a dependency would make Vite reload the page below them; and there must be one lit.
  optimizeDeps: {
    noDiscovery: true,
    include: ['@open-wc/testing', 'fast-check', 'comlink', ...frameworks],
    exclude: ['@web/test-runner-commands', 'lit', 'lit-element', 'lit-html', '@lit/reactive-element'],
  },
});

export default {
  files: files(),
  concurrency: 1,
  concurrentBrowsers: 1,
  browserStartTimeout: MINUTE,
  testsStartTimeout: MINUTE,
  testsFinishTimeout: soak ? 60 * MINUTE : 4 * MINUTE,
  browsers: await Promise.all(BROWSERS.split(',').map((name) => browsers[name]())),
  middleware: [isolation, vite.middleware],
  plugins: [vite.plugin, serverCommands(), mediaCommand()],
  testFramework: { config: { timeout: soak ? 30 * MINUTE : MINUTE, ui: 'bdd' } },
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: process.stdout.isTTY }), totalsReporter()],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  coverage: COVERAGE === '1',
  coverageConfig: {
    include: ['src/**/*.ts'],
    reporters: ['lcovonly'],
    reportDir: `coverage/browser${isolated ? '' : '-unisolated'}`,
  },
};

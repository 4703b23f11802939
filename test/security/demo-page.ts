/** The demo in a flavour of the package, with what it does not show by itself: a board with sparklines, an alert, bars from before, a venue. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { ROOT } from '../../tools/files.ts';

/** Stands in the page's code for the address of a module that is not bundled. */
const MODULE = 'https://ticklane.invalid/ticklane.js';

/** So many that a worker draws their sparklines. */
const MANY = Array.from({ length: 150 }, (_, number) => `T${number}-USD`).join(', ');

const MORE = `
<ticker-widget id="watched" symbol="BTC-USD" indicators="fast: sma(3)" interval="1m" sparkline="ticks">
  <price-alert name="any" when="fast > 0"></price-alert>
</ticker-widget>
<ticker-board id="board" variant="tiles" density="compact" symbols="${MANY}"></ticker-board>
<ticker-board id="tape" variant="tape" symbols="BTC-USD, ETH-USD"></ticker-board>`;

/** Notes what the policy forbids and what goes wrong; the demo's modules come after it. */
const WATCH = `
globalThis.noted = [];
for (const [type, say] of [
  ['securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) =>
    ['violation', effectiveDirective, blockedURI, sourceFile, lineNumber, sample].join(' ')],
  // the venue of the test does not answer pings
  ['feederror', ({ message }) => /heartbeat/.test(message) ? '' : message],
  ['error', ({ message }) => message],
  ['signal', () => { globalThis.signalled = true; }],
]) addEventListener(type, (event) => { const text = say(event); if (text) noted.push(text); });
for (const type of ['error', 'warn']) console[type] = (...words) => /heartbeat/.test(words[0]) || noted.push(type + ': ' + words.join(' '));
`;

/** What the page shows, for \`evaluate\`. */
export const LOOK = `(() => {
  const last = (selector) => document.querySelector(selector)?.values?.last ?? 0;
  const board = document.querySelector('#board');
  const tiles = [...document.querySelectorAll('#pairs ticker-widget')];
  return {
    isolated: crossOriginIsolated,
    mode: document.querySelector('#feed').effectiveMode ?? null,
    tiles: tiles.length > 0 && tiles.every(({ values }) => values?.last > 0),
    bars: document.querySelector('#watched').bars?.(100).length ?? 0,
    signalled: globalThis.signalled === true,
    venue: last('#quoted'),
    rows: board?.shadowRoot?.textContent.match(/\\d[\\d,]*\\.\\d/g)?.length ?? 0,
    monitor: document.querySelector('#monitor').shadowRoot?.textContent.match(/\\d+/g)?.length ?? 0,
    noted,
  };
})()`;

export interface Shown {
  readonly isolated: boolean;
  readonly mode: string | null;
  readonly tiles: boolean;
  readonly bars: number;
  readonly signalled: boolean;
  readonly venue: number;
  readonly rows: number;
  readonly monitor: number;
  readonly noted: readonly string[];
}

/** Whether everything of the page works. */
export const works = ({ tiles, bars, signalled, venue, rows, monitor }: Shown): boolean =>
  tiles && bars > 10 && signalled && venue > 0 && rows >= 20 && monitor > 3;

/** The demo's markup, less its own policy; `venue`: the address of a source of Kraken's frames. `script`: the tags that start it. */
export function demoMarkup(venue: string, script: string): string {
  const quoted = `<data-feed id="venue" format="kraken" src="${venue}"></data-feed><ticker-widget id="quoted" feed="venue" symbol="BTC/USD"></ticker-widget>`;
  const text = readFileSync(path.join(ROOT, 'demo/index.html'), 'utf8')
    .replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*\/>/, '')
    .replace('<script type="module" src="./demo.ts"></script>', script)
    .replace('<data-feed id="feed">', '<data-feed id="feed" history="sim:">')
    .replace('</data-feed>', `${MORE}</data-feed>${quoted}`);
  if (text.includes('demo.ts') || text.includes('http-equiv') || !text.includes('history="sim:"')) {
    throw new Error('demo/index.html is not what this test expects');
  }
  return text;
}

/** The page's files, with the address of the package's module in its place. */
export function moduleAt(url: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return { ...files, '/demo.js': (files['/demo.js'] as string).replaceAll(MODULE, url) };
}

/** The package as a bundler of a page leaves it, by paths: `/inline.js` and what it loads later. */
export const bundleInline = (): Promise<Record<string, string>> =>
  bundle({ inline: path.join(ROOT, 'dist/inline/index.js') }, true);

async function bundle(entry: Record<string, string>, inline: boolean): Promise<Record<string, string>> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'test:flavour',
        enforce: 'pre',
        resolveId(id, importer) {
          if (id !== '../src/index.js' || !importer?.includes('/demo/')) return undefined;
          return inline
            ? { id: path.join(ROOT, 'dist/inline/index.js'), moduleSideEffects: true }
            : { id: MODULE, external: true };
        },
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry,
        formats: ['es'],
        fileName: (_format, name) => `${name}.js`,
      },
    },
  });
  const [{ output } = { output: [] }] = Array.isArray(result) ? result : [];
  return Object.fromEntries(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)]),
  );
}

/** The page's files besides its markup. `inline`: with the package inside, as a bundler does; otherwise `moduleAt` says where its module is. */
export async function demoFiles(inline: boolean): Promise<Record<string, string>> {
  return {
    ...(await bundle({ demo: path.join(ROOT, 'demo/demo.ts') }, inline)),
    '/watch.js': WATCH,
    '/demo.css': `${readFileSync(path.join(ROOT, 'demo/demo.css'), 'utf8')} #board { block-size: 600px }`,
    '/icon.svg': readFileSync(path.join(ROOT, 'demo/icon.svg'), 'utf8'),
  };
}

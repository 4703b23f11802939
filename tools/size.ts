/**
 * Sizes of the built entries, gzipped, against the budgets of size-budgets.json (bytes). A name that begins with `dist/` is a file, with the chunks
 * that it imports; any other is an app that imports these entries of the package (`elements/a + elements/b`), with lit and comlink
 * inside. Run `npm run build` first.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';
import { listFiles, ROOT } from './files.ts';
import { isMain } from './main.ts';
import budgets from './size-budgets.json' with { type: 'json' };
import { measureApp } from './size-bundles.ts';

/** One built file, or an app; where it has a budget, together with what comes with it. */
export interface BuiltSize {
  readonly file: string;
  readonly bytes: number;
  readonly gzipped: number;
  /** The most that `gzipped` may be, where there is a budget. */
  readonly budget: number | undefined;
}

/** Measures every built module, and throws where a file with a budget is missing. */
export async function measureSizes(): Promise<BuiltSize[]> {
  const limits: Readonly<Record<string, number>> = budgets;
  const [files, apps] = [true, false].map((isFile) =>
    Object.keys(limits).filter((name) => name.startsWith('dist/') === isFile),
  ) as [string[], string[]];
  for (const file of files) {
    if (!existsSync(path.join(ROOT, file))) throw new Error(`${file} is missing: run npm run build`);
  }
  const measured: BuiltSize[] = [];
  for (const name of apps) {
    const imports = name.split(' + ').map((module) => ({ module }));
    measured.push({ file: name, ...(await measureApp(imports)), budget: limits[name] });
  }
  const built = listFiles('dist', /\.js$/).map((file) => {
    const budget = limits[file];
    const texts = (budget === undefined ? [file] : [...loadedWith(file)]).map((each) =>
      readFileSync(path.join(ROOT, each)),
    );
    const sum = (size: (text: Buffer) => number) => texts.reduce((total, text) => total + size(text), 0);
    return {
      file,
      bytes: sum((text) => text.length),
      gzipped: sum((text) => gzipSync(text, { level: 9 }).length),
      budget,
    };
  });
  return [...measured, ...built];
}

/** The file and the built ones that it imports, and so on; not what it loads later. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const { staticImports, staticExports } = parseSync(file, readFileSync(path.join(ROOT, file), 'utf8')).module;
  const requests = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? '')),
  ];
  for (const request of requests) {
    if (request.startsWith('.')) loadedWith(path.posix.join(path.posix.dirname(file), request), found);
  }
  return found;
}

/** The files that are larger than their budget. */
export function overBudget(sizes: readonly BuiltSize[]): BuiltSize[] {
  return sizes.filter(({ gzipped, budget }) => budget !== undefined && gzipped > budget);
}

/** One line for people. */
export function describeSize({ file, bytes, gzipped, budget }: BuiltSize): string {
  return `${file}: ${gzipped} bytes gzipped${budget ? ` of ${budget}` : ''} (${bytes} plain)`;
}

if (isMain(import.meta.url)) {
  const sizes = await measureSizes();
  for (const size of sizes) console.log(describeSize(size));
  if (overBudget(sizes).length > 0) process.exitCode = 1;
}

/**
 * `npm run test:stories`: builds the catalog, serves it as a host without headers does, below a path, and visits every story and every page of it.
 * `-- --dir FOLDER` takes a catalog that is built already, `-- --only PATTERN` those whose id matches.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { run } from './command.ts';
import { ROOT } from './files.ts';
import { chromiumArguments, findChromium } from './find-browser.ts';
import { isMain } from './main.ts';
import { startPlainServer } from './plain-server.ts';
import type { Failure, Outcome } from './steps.ts';
import { type CatalogEntry, StoryVisitor } from './story-visitor.ts';

/** Where the catalog is built. */
export const CATALOG = path.join(ROOT, 'storybook-static');

/** Builds the catalog into `storybook-static/`. */
export async function buildStories(): Promise<void> {
  await run('npx', ['storybook', 'build', '--output-dir', CATALOG], { STORYBOOK_DISABLE_TELEMETRY: '1' });
}

/** Every story and page of a built catalog whose id matches. */
export function entriesOf(folder: string, only = /./): CatalogEntry[] {
  const { entries } = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as {
    entries: Record<string, CatalogEntry>;
  };
  return Object.values(entries).filter(({ id }) => only.test(id));
}

/** Visits them all; `tell` hears of each. */
export async function visitStories(
  folder: string,
  only = /./,
  tell: (id: string, wrong: readonly string[], seconds: number) => void = () => {},
): Promise<Outcome> {
  const all = entriesOf(folder);
  const server = await startPlainServer(folder, 'kit/catalog');
  const browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
  let passed = 0;
  const failures: Failure[] = [];
  const look = async (id: string, visit: () => Promise<string[]>) => {
    const start = performance.now();
    const wrong = (await visit()).map((each) => each.replaceAll(/\s+/g, ' '));
    if (wrong.length === 0) passed++;
    else failures.push({ file: 'stories', name: id, reason: wrong.join('; ') });
    tell(id, wrong, (performance.now() - start) / 1000);
  };
  try {
    const newcomer = await StoryVisitor.come(browser, server.url, all);
    await look('the catalog at a first visit', () => newcomer.enter());
    await newcomer.leave();
    const visitor = await StoryVisitor.come(browser, server.url, all);
    await look('a story at a first visit', () => visitor.enterStory('elements-ticker-widget--live'));
    for (const entry of all.filter(({ id }) => only.test(id))) await look(entry.id, () => visitor.visit(entry));
  } finally {
    await browser.close();
    await server.stop();
  }
  const output = failures.map(({ name, reason }) => `${name}: ${reason}`).join('\n');
  return { passed, failed: failures.length, failures, skipped: [], output };
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { dir: { type: 'string' }, only: { type: 'string' } } });
  if (!values.dir) await buildStories();
  const tell = (id: string, wrong: readonly string[], seconds: number) =>
    console.log(wrong.length > 0 ? `FAIL   ${id}: ${wrong.join('; ')}` : `ok     ${id} ${seconds.toFixed(1)} s`);
  const { passed, failed } = await visitStories(values.dir ?? CATALOG, new RegExp(values.only ?? '.'), tell);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

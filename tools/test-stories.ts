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
import { describeFailure, type Failure, type Outcome } from './steps.ts';
import { type CatalogEntry, StoryVisitor } from './story-visitor.ts';

/** Where the catalog is built. */
export const CATALOG = path.join(ROOT, 'storybook-static');

/** Where more has gone wrong than this, it is no accident. */
const MOST_AGAIN = 3;

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

/** Hears of each visit: what was wrong, and how long it took. */
export type Tell = (id: string, wrong: readonly string[], seconds: number) => void;

/** Visits them all, in two browsers, and once more where a few went wrong. */
export async function visitStories(folder: string, only = /./, tell: Tell = () => {}): Promise<Outcome> {
  const all = entriesOf(folder);
  const queue = all.filter(({ id }) => only.test(id));
  const server = await startPlainServer(folder, 'kit/catalog');
  const executablePath = await findChromium();
  let passed = 0;
  const failures: Failure[] = [];
  const unsteady: Failure[] = [];

  const wrongWith = async (visit: () => Promise<string[]>): Promise<string[]> => {
    try {
      return (await visit()).map((each) => each.replaceAll(/\s+/g, ' '));
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  };
  const look = async (name: string, visit: () => Promise<string[]>) => {
    const start = performance.now();
    const wrong = await wrongWith(visit);
    const again = wrong.length > 0 && failures.length < MOST_AGAIN ? await wrongWith(visit) : wrong;
    const failure = { file: 'stories', name, reason: wrong.join('; ') };
    if (again.length > 0) failures.push(failure);
    else if (wrong.length > 0) unsteady.push(failure);
    if (again.length === 0) passed++;
    tell(name, again, (performance.now() - start) / 1000);
  };
  const tour = async (enter: (visitor: StoryVisitor) => Promise<void>) => {
    const browser = await puppeteer.launch({ executablePath, args: chromiumArguments() });
    try {
      const visitor = await StoryVisitor.come(browser, server.url, all);
      await enter(visitor);
      for (let entry = queue.shift(); entry; entry = queue.shift()) {
        const { id } = entry;
        await look(id, visitor.visit.bind(visitor, entry));
      }
    } finally {
      await browser.close();
    }
  };
  try {
    await Promise.all([
      tour((visitor) => look('the catalog at a first visit', () => visitor.enter())),
      tour((visitor) => look('a story at a first visit', () => visitor.enterStory('elements-ticker-widget--live'))),
    ]);
  } finally {
    await server.stop();
  }
  const output = failures.map(({ name, reason }) => `${name}: ${reason}`).join('\n');
  return { passed, failed: failures.length, failures, unsteady, skipped: [], output };
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { dir: { type: 'string' }, only: { type: 'string' } } });
  if (!values.dir) await buildStories();
  const tell = (id: string, wrong: readonly string[], seconds: number) =>
    console.log(wrong.length > 0 ? `FAIL   ${id}: ${wrong.join('; ')}` : `ok     ${id} ${seconds.toFixed(1)} s`);
  const outcome = await visitStories(values.dir ?? CATALOG, new RegExp(values.only ?? '.'), tell);
  const { passed, failed, unsteady = [] } = outcome;
  for (const one of unsteady) console.log(`       passed when visited again: ${describeFailure(one)}`);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** A real browser with the kit in a blank page: what is hidden, shown, left, and counted once its garbage is collected. */
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { HURRIED, openSourcePage, type SourcePage } from '../tools/source-page.ts';

const SCRIPT = `
import '/src/index.ts';
import { pageRuntime } from '/src/runtime/page.ts';
import { pageFrames } from '/src/elements/shared/page-frames.ts';
import { rememberMode } from '/src/elements/data-feed/mode-choice.ts';
Object.assign(globalThis, { pageRuntime, pageFrames, rememberMode, persisted: [] });
addEventListener('pageshow', (event) => persisted.push(event.persisted));
/** Waits until a condition holds. */
globalThis.until = async (condition, what, ms = 20_000) => {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error('waited for ' + what);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
globalThis.ready = true;
`;

/** Kinds of objects that are counted one by one. */
const KINDS = {
  functions: 'Function.prototype',
  promises: 'Promise.prototype',
  maps: 'Map.prototype',
  sets: 'Set.prototype',
  arrays: 'Array.prototype',
  floats: 'Float64Array.prototype',
  objects: 'Object.prototype',
} as const;

/** What there is of everything that could be left behind; all of it is collected first. */
export type Inventory = Readonly<Record<string, number>>;

async function countObjects(session: CDPSession, names: readonly (keyof typeof KINDS)[]): Promise<[string, number][]> {
  const counts: [string, number][] = [];
  for (const name of names) {
    const { result } = await session.send('Runtime.evaluate', { expression: KINDS[name], objectGroup: 'census' });
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId as string,
      objectGroup: 'census',
    });
    const { result: length } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId as string,
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    counts.push([name, Number(length.value)]);
    await session.send('Runtime.releaseObjectGroup', { objectGroup: 'census' });
  }
  return counts;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

export class LifePage {
  readonly page: Page;
  readonly browser: Browser;
  readonly url: string;
  readonly #source: SourcePage;

  private constructor(source: SourcePage) {
    this.browser = source.browser;
    this.page = source.page;
    this.url = source.url;
    this.#source = source;
  }

  static async open(): Promise<LifePage> {
    const source = await openSourcePage('life', SCRIPT, {
      ignoreDefaultArgs: [...HURRIED, '--disable-popup-blocking'],
      defaultViewport: { width: 1200, height: 800 },
    });
    await source.load();
    return new LifePage(source);
  }

  /** Begins anew, with nothing in the page. */
  load(): Promise<void> {
    return this.#source.load();
  }

  /** Runs this in the page: the body of an async function. */
  run<T>(body: string): Promise<T> {
    return this.page.evaluate(`(async () => { ${body} })()`) as Promise<T>;
  }

  /** Counts what is there once garbage has been collected. */
  async inventory(): Promise<Inventory> {
    const session = await this.page.createCDPSession();
    const bytes = await heapOf(session);
    const objects = await countObjects(session, Object.keys(KINDS) as (keyof typeof KINDS)[]);
    await session.detach();
    const { JSEventListeners: listeners = 0, Nodes: nodes = 0 } = await this.page.metrics();
    const runtime = await this.run<Record<string, number>>(`
      const { lanes, workers, dedicated, memory } = pageRuntime();
      return { lanes, hosts: workers, dedicated, used: memory.used, pieces: memory.pieces, memory: memory.byteLength };`);
    const inFeeds: Record<string, number> = {};
    for (const { client } of this.page.workers().filter((worker) => worker.url().includes('feed.worker'))) {
      inFeeds.feedBytes = (inFeeds.feedBytes ?? 0) + (await heapOf(client));
      for (const [name, count] of await countObjects(client, ['functions', 'maps', 'sets', 'objects'])) {
        inFeeds[`feed ${name}`] = (inFeeds[`feed ${name}`] ?? 0) + count;
      }
    }
    return {
      workers: this.page.workers().length,
      ...runtime,
      nodes,
      listeners,
      ...Object.fromEntries(objects),
      bytes,
      ...inFeeds,
    };
  }

  /** Hides the page behind another one; call the answer to show it again. */
  async hide(): Promise<() => Promise<void>> {
    const other = await this.browser.newPage();
    await other.bringToFront();
    while (!(await this.page.evaluate('document.hidden'))) await other.evaluate('0');
    return async () => {
      await other.close();
      await this.page.bringToFront();
      while (await this.page.evaluate('document.hidden')) await this.page.bringToFront();
    };
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}

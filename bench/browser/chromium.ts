import { type Browser, launch, type Page } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import type { Bench } from '../page/main.ts';
import { type ServedPage, servePage } from './pages.ts';

/** Puppeteer switches the throttling of hidden pages off; a measurement wants the browser that people have. */
const UNWANTED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
/** A suite's longest call into its page, ms. */
const LONGEST_CALL = 600_000;

/** A browser with the bench page open. */
export interface BenchBrowser {
  readonly browser: Browser;
  readonly page: Page;
  /** Name and version, as the report shows it. */
  readonly version: string;
  /** Calls a function of the page's bench and waits for what it returns. */
  call<Name extends keyof Bench>(
    name: Name,
    ...args: Parameters<Bench[Name]>
  ): Promise<Awaited<ReturnType<Bench[Name]>>>;
  close(): Promise<void>;
}

/** Builds and serves a page of `page/`, starts Chromium and opens it, with a query where one is given. */
export async function openBench(name = 'bench', query: Readonly<Record<string, string>> = {}): Promise<BenchBrowser> {
  const served: ServedPage = await servePage(name);
  const browser = await launch({
    executablePath: await findChromium(),
    args: chromiumArguments(),
    ignoreDefaultArgs: UNWANTED,
    protocolTimeout: LONGEST_CALL,
  });
  const [page = await browser.newPage()] = await browser.pages();
  page.on('pageerror', (error) => process.stderr.write(`page: ${String(error)}\n`));
  page.on('console', (message) => process.stderr.write(`page: ${message.text()}\n`));
  await page.goto(`${served.url}?${new URLSearchParams(query)}`);
  return {
    browser,
    page,
    version: await browser.version(),
    call: (name, ...args) => page.evaluate(`bench.${name}(...${JSON.stringify(args)})`) as never,
    async close() {
      await browser.close();
      await served.close();
    },
  };
}

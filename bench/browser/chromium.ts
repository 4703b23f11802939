import { type Browser, launch, type Page } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import type { Bench } from '../page/main.ts';
import { type Pages, servePages } from './pages.ts';

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

/** Builds and serves the pages, starts Chromium and opens the bench page. */
export async function openBench(flags: readonly string[] = []): Promise<BenchBrowser> {
  const pages: Pages = await servePages();
  const browser = await launch({
    executablePath: await findChromium(),
    args: [...chromiumArguments(), ...flags],
    ignoreDefaultArgs: UNWANTED,
    protocolTimeout: LONGEST_CALL,
  });
  const [page = await browser.newPage()] = await browser.pages();
  page.on('pageerror', (error) => process.stderr.write(`page: ${String(error)}\n`));
  page.on('console', (message) => process.stderr.write(`page: ${message.text()}\n`));
  await page.goto(pages.url);
  return {
    browser,
    page,
    version: await browser.version(),
    call: (name, ...args) => page.evaluate(`bench.${name}(...${JSON.stringify(args)})`) as never,
    async close() {
      await browser.close();
      await pages.close();
    },
  };
}

import { launch } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import { UNWANTED } from './chromium.ts';
import { DevTools } from './devtools.ts';
import { servePage } from './pages.ts';

/** Which page, and how it is served. */
export interface WindowOptions {
  readonly page: string;
  /** Where its HTML file lies. */
  readonly folder?: string;
  /** Cross-origin isolated; true where left out. */
  readonly isolated?: boolean;
}

/** A page in a browser of its own, which shows 1920 by 1080 pixels of it. */
export interface BenchWindow {
  /** Process id of the browser, parent of all others. */
  readonly process: number;
  /** Name and version, as the report shows it. */
  readonly version: string;
  /** Of the page. */
  readonly devtools: DevTools;
  /** Calls a function of the page's, and waits for what it returns; at most `limit` ms. */
  call<Answer>(name: string, args: readonly unknown[], limit?: number): Promise<Answer>;
  /** Processes of the browser by their kind. */
  processes(kind: 'renderer' | 'browser' | 'GPU'): Promise<number[]>;
  close(): Promise<void>;
}

const WIDTH = 1920;
const HEIGHT = 1080;
/** A browser that does not close in this time is ended. */
const CLOSE_MS = 10_000;

/** Builds and serves a page, starts Chromium without a graphics card, and opens it there. */
export async function openWindow({ page, ...served }: WindowOptions): Promise<BenchWindow> {
  const serving = await servePage(page, served);
  const browser = await launch({
    executablePath: await findChromium(),
    args: [...chromiumArguments(), '--disable-gpu', `--window-size=${WIDTH},${HEIGHT}`, '--hide-scrollbars'],
    ignoreDefaultArgs: UNWANTED,
    defaultViewport: null,
  });
  const child = browser.process();
  const gone = new Promise<void>((resolve) => child?.once('exit', () => resolve()));
  const end = async (work: Promise<unknown>) => {
    const late = setTimeout(() => child?.kill('SIGKILL'), CLOSE_MS);
    await work.catch(() => child?.kill('SIGKILL'));
    await gone;
    clearTimeout(late);
    await serving.close();
  };
  try {
    const [first = await browser.newPage()] = await browser.pages();
    await first.goto(serving.url);
    const version = await browser.version();
    const endpoint = browser.wsEndpoint();
    // what puppeteer listens to would take a part of what is measured
    await browser.disconnect();
    const devtools = await DevTools.ofPage(endpoint, serving.url);
    const whole = await DevTools.open(endpoint);
    await showAll(devtools, whole);
    return {
      process: child?.pid as number,
      version,
      devtools,
      call: (name, args, limit) => serving.order({ name, args }, limit) as never,
      async processes(kind) {
        const { processInfo } = await whole.send<{ processInfo: { type: string; id: number }[] }>(
          'SystemInfo.getProcessInfo',
        );
        return processInfo.filter(({ type }) => type === kind).map(({ id }) => id);
      },
      async close() {
        devtools.close();
        await end(whole.send('Browser.close'));
        whole.close();
      },
    };
  } catch (error) {
    await end(Promise.reject(error));
    throw error;
  }
}

/** Makes the window so large that the page itself, without the browser's bars, has WIDTH by HEIGHT. */
async function showAll(page: DevTools, browser: DevTools): Promise<void> {
  const { windowId, bounds } = await page.send<{ windowId: number; bounds: { width: number; height: number } }>(
    'Browser.getWindowForTarget',
  );
  const inner = async () => {
    const expression = '[innerWidth, innerHeight]';
    const { result } = await page.send<{ result: { value: [number, number] } }>('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    return result.value;
  };
  const [width, height] = await inner();
  if (width === WIDTH && height === HEIGHT) return;
  await browser.send('Browser.setWindowBounds', {
    windowId,
    bounds: { width: bounds.width + WIDTH - width, height: bounds.height + HEIGHT - height },
  });
  for (const until = Date.now() + 5000; Date.now() < until; ) {
    if (String(await inner()) === String([WIDTH, HEIGHT])) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the window does not become ${WIDTH} by ${HEIGHT} pixels`);
}

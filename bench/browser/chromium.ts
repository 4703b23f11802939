import { type Browser, connect, launch, type Page } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import type { Elements } from '../page/elements.ts';
import type { Bench } from '../page/main.ts';
import { servePage } from './pages.ts';

/** Puppeteer switches the throttling of hidden pages off; a measurement wants the browser that people have. */
export const UNWANTED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

type ArgumentsOf<Call> = Call extends (...args: infer Arguments) => unknown ? Arguments : never;
type AnswerOf<Call> = Call extends (...args: never[]) => infer Answer ? Awaited<Answer> : never;

/** What each page can be told to do. */
interface Pages {
  readonly bench: Bench;
  readonly elements: Elements;
}

/** A browser with a page of the bench open. */
export interface BenchBrowser<Calls = Bench> {
  /** Process id of the browser, parent of all others. */
  readonly process: number;
  /** Name and version, as the report shows it. */
  readonly version: string;
  /**
   * Calls a function of the page's bench and waits for what it returns. Nobody is attached to the browser meanwhile: its
   * DevTools would pass on every WebSocket message, which takes a tenth of a core at 600 messages a second, and a worker
   * that starts while they are being detached waits for them for ever.
   */
  call<Name extends string & keyof Calls>(
    name: Name,
    ...args: ArgumentsOf<Calls[Name]>
  ): Promise<AnswerOf<Calls[Name]>>;
  /** Does something to browser and page by DevTools; detached again afterwards. */
  control<Answer>(work: (browser: Browser, page: Page) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

/** Builds and serves a page of `page/`, starts Chromium and opens it. */
export async function openBench<Name extends keyof Pages>(name: Name): Promise<BenchBrowser<Pages[Name]>> {
  const served = await servePage(name);
  const launched = await launch({
    executablePath: await findChromium(),
    args: chromiumArguments(),
    ignoreDefaultArgs: UNWANTED,
  });
  const { url } = served;
  const [first = await launched.newPage()] = await launched.pages();
  await first.goto(url);
  const browserWSEndpoint = launched.wsEndpoint();
  const version = await launched.version();
  const process = launched.process()?.pid as number;
  await launched.disconnect();

  const control = async <Answer>(work: (browser: Browser, page: Page) => Promise<Answer>) => {
    const browser = await connect({ browserWSEndpoint, defaultViewport: null });
    try {
      const page = (await browser.pages()).find((one) => one.url() === url);
      if (!page) throw new Error(`${url} is not open any more`);
      return await work(browser, page);
    } finally {
      await browser.disconnect();
    }
  };
  return {
    process,
    version,
    control,
    call: (name, ...args) => served.order({ name, args }) as never,
    async close() {
      await control((browser) => browser.close());
      await served.close();
    },
  };
}

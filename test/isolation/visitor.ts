/** Somebody with a browser of their own: nothing is registered yet, nothing kept. */
import type { TestContext } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { Isolation } from '../../src/isolation/index.js';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';

/** A page that calls `isolate` with what stands in `globalThis.options`, and says what came of it. */
export const page = (options: object, more = ''): string => `<!doctype html><meta charset="utf-8" /><title>page</title>
<script>
  sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1;
  globalThis.options = ${JSON.stringify(options)};
</script>
<script type="module">
  import { isolate, unregister } from '/isolate.js';
  Object.assign(globalThis, { isolate, unregister });
  globalThis.result = await isolate(options);
</script>
${more}`;

/** A host that resolves to this machine and is not secure for that. */
export const INSECURE_HOST = 'insecure.test';

export async function startBrowser(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: await findChromium(),
    args: [...chromiumArguments(), `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`],
  });
}

export class Visitor {
  readonly page: Page;
  /** What the console said. */
  readonly said: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(String(error)));
  }

  static async come(test: TestContext, browser: Browser): Promise<Visitor> {
    const context = await browser.createBrowserContext();
    test.after(() => context.close());
    return new Visitor(await context.newPage());
  }

  /** Goes there and waits until `isolate` has nothing more to do. */
  async visit(url: string): Promise<Isolation> {
    await this.page.goto(url);
    return this.settled();
  }

  /** What `isolate` resolved with in the page that stays. */
  async settled(): Promise<Isolation> {
    const settled = await this.page.waitForFunction(
      'globalThis.result && globalThis.result.reason !== "reloading" && globalThis.result',
    );
    return settled.jsonValue() as Promise<Isolation>;
  }

  evaluate<Value>(expression: string): Promise<Value> {
    return this.page.evaluate(expression) as Promise<Value>;
  }

  /** How often pages of the origin were loaded in this tab. */
  loads(): Promise<number> {
    return this.evaluate('Number(sessionStorage.loads)');
  }

  /** Loads the page past its worker, as Shift does. */
  async reloadHard(): Promise<void> {
    await this.page.reload({ ignoreCache: true });
  }
}

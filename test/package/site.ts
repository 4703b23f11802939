/** What tests of the built package have in common: sites that serve it, and a real browser that opens their pages. */
import type { TestContext } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../../tools/find-browser.ts';
import { until } from '../scale-out/until.ts';
import { type Files, startFileServer } from '../tools/file-server.mjs';
import { type Script, startScriptServer } from '../tools/script-server.mjs';

/** What a page must be sent with for memory that threads share. */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Milliseconds that a page may take to show something: a connection that nobody answers is given up after 15 s. */
const PATIENCE = 40_000;

/** Serves files for as long as the test takes; its address ends with a slash. */
export async function startSite(test: TestContext, files: Files): Promise<string> {
  const site = await startFileServer(files);
  test.after(() => site.stop());
  return site.url;
}

/** A WebSocket server that plays frames to every client upon its first message. */
export async function startVenue(test: TestContext, frames: Script['frames']) {
  const venue = await startScriptServer({ frames, after: 'message' });
  test.after(() => venue.stop());
  return venue;
}

/** Frames of Kraken: it is there, it has taken the subscription, a quote, a trade. */
export function krakenFrames(price: number): string[] {
  const timestamp = new Date().toISOString();
  const symbol = 'BTC/USD';
  const quote = { symbol, bid: price - 0.5, bid_qty: 2, ask: price + 0.5, ask_qty: 3, timestamp };
  const trade = { symbol, side: 'buy', price, qty: 0.25, ord_type: 'limit', trade_id: 7, timestamp };
  return [
    { channel: 'status', type: 'update', data: [{ system: 'online', api_version: 'v2' }] },
    { method: 'subscribe', success: true, result: { channel: 'trade', symbol } },
    { channel: 'ticker', type: 'snapshot', data: [quote] },
    { channel: 'trade', type: 'update', data: [trade] },
  ].map((message) => JSON.stringify(message));
}

/** A page's script: notes problems and what a policy forbids, then loads the package and says what feeds and widgets show. */
export function pageScript(...modules: readonly string[]): string {
  return `
const problems = [];
const forbidden = [];
addEventListener('feederror', ({ message }) => problems.push(message));
addEventListener('securitypolicyviolation', ({ effectiveDirective }) => forbidden.push(effectiveDirective));
globalThis.look = () => ({
  isolated: crossOriginIsolated,
  status: document.querySelector('data-feed')?.status,
  last: document.querySelector('ticker-widget')?.values?.last ?? null,
  problems,
  forbidden,
  symbol: document.querySelector('ticker-widget').symbol,
  quote: document.querySelector('data-feed').quote?.(document.querySelector('ticker-widget').symbol) ?? null,
});
${modules.map((url) => `await import('${url}').catch(({ message }) => problems.push(message));`).join('\n')}
globalThis.loaded = true;
`;
}

/** A page with that script, a feed and a widget. */
export function pageMarkup(feed: string, symbol: string): string {
  return `<!doctype html><meta charset="utf-8" /><title>ticks</title><script type="module" src="/page.js"></script>
<data-feed ${feed}></data-feed><ticker-widget symbol="${symbol}"></ticker-widget>`;
}

/** What a page shows. */
export interface Shown {
  readonly isolated: boolean;
  readonly status: string;
  readonly last: number | null;
  readonly problems: readonly string[];
  /** Directives of a policy that something offended. */
  readonly forbidden: readonly string[];
  readonly quote: Readonly<Record<string, number>> | null;
}

/** A browser for the tests of one file. */
export class PackageBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** `more`: arguments besides those that it always needs. */
  static async start(...more: readonly string[]): Promise<PackageBrowser> {
    const args = [...chromiumArguments(), ...more];
    return new PackageBrowser(await puppeteer.launch({ executablePath: await findChromium(), args }));
  }

  /** Opens a page for as long as the test takes, whose script has run. */
  async open(test: TestContext, url: string): Promise<PackagePage> {
    const page = await this.#browser.newPage();
    test.after(() => page.close());
    const opened = new PackagePage(page);
    await page.goto(url);
    await until('the script of the page', () => page.evaluate('globalThis.loaded === true') as Promise<boolean>);
    return opened;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

export class PackagePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#page.evaluate(expression);
  }

  look(): Promise<Shown> {
    return this.evaluate('look()') as Promise<Shown>;
  }

  /** Waits until the page shows it; throws with what it shows instead. */
  async until(what: string, holds: (shown: Shown) => boolean): Promise<Shown> {
    let shown: Shown | undefined;
    const look = async () => {
      shown = await this.look();
      return holds(shown);
    };
    await until(what, look, () => shown, PATIENCE);
    return shown as Shown;
  }
}

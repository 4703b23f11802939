/** The trading page of a host in a real browser: what is chosen in it, what its tags hold, and what it left behind. */
import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import type { DataFeed, TickerWidget } from '../../src/classes.js';
import { until } from '../scale-out/until.ts';

/** What happened in the page up to a moment, read at once. */
export interface Done {
  /** Renders of components that read nothing through a binding. */
  readonly renders: number;
  /** Renders of those that do. */
  readonly readings: number;
  /** Looks for changes, of frameworks that look for them. */
  readonly passes: number;
  /** Changes of the document. */
  readonly mutations: number;
  /** Milliseconds of the page's clock. */
  readonly time: number;
}

/** One tag, as the page's own code sees it. */
export interface Tag {
  readonly symbol: string;
  /** Which element it is: two tags of one number are the same element. */
  readonly element: number;
  readonly ticks: number;
  readonly last: number;
  /** Where its lane begins and ends in the page's memory. */
  readonly address: number;
  readonly end: number;
  /** Name of its worker. */
  readonly worker: string;
  readonly indicators: Readonly<Record<string, number>>;
}

declare global {
  // what `watch` leaves in the page
  var elements: WeakMap<Element, number>;
  var mutations: number;
  var report: { renders: number; readings: number; passes: number };
}

/** Patience for what takes a worker's start on a busy machine, in ms. */
const PATIENCE = 60_000;

export class HostPage {
  readonly page: Page;
  /** What the console and the page's errors said against it. */
  readonly problems: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('requestfailed', (request: HTTPRequest) => {
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') this.problems.push(`not loaded: ${request.url()}`);
    });
  }

  /** Opens it with a feed of one's own, or with the one that the page simulates. */
  static async open(browser: Browser, url: string, feed?: string): Promise<HostPage> {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    const opened = new HostPage(page);
    const address = new URL(url);
    if (feed) address.searchParams.set('feed', feed);
    await page.goto(address.href);
    return opened;
  }

  close(): Promise<void> {
    return this.page.close();
  }

  isolated(): Promise<boolean> {
    return this.page.evaluate('crossOriginIsolated') as Promise<boolean>;
  }

  /** Waits until it is so; tells what the page showed where it never is. */
  until(what: string, holds: () => Promise<boolean>): Promise<void> {
    return until(what, holds, () => this.#describe(), PATIENCE);
  }

  /** The text of what a selector finds; empty: it finds nothing. */
  text(selector: string): Promise<string> {
    return this.page.evaluate((found) => document.querySelector(found)?.textContent?.trim() ?? '', selector);
  }

  count(selector: string): Promise<number> {
    return this.page.evaluate((found) => document.querySelectorAll(found).length, selector);
  }

  /** Presses what a selector finds, as the page's own script would: no layout moves it away meanwhile. */
  async press(selector: string): Promise<void> {
    await this.page.waitForSelector(selector);
    await this.page.$eval(selector, (element) => (element as HTMLElement).click());
  }

  /** Chooses an option by its text. */
  async choose(name: string, option: string): Promise<void> {
    const selector = `select[name="${name}"]`;
    await this.page.waitForSelector(selector);
    await this.page.$eval(
      selector,
      (element, text) => {
        const select = element as HTMLSelectElement;
        select.selectedIndex = [...select.options].findIndex((one) => one.textContent?.trim() === text);
        select.dispatchEvent(new Event('input', { bubbles: true }));
        select.dispatchEvent(new Event('change', { bubbles: true }));
      },
      option,
    );
  }

  /** The tags that a selector finds, in the document's order. */
  tags(selector = 'ticker-widget'): Promise<Tag[]> {
    return this.page.evaluate((found) => {
      globalThis.elements ??= new WeakMap();
      return [...document.querySelectorAll<TickerWidget>(found)].map((widget) => {
        if (!elements.has(widget)) elements.set(widget, Math.random());
        const { ticks = 0, last = Number.NaN, indicators = {} } = widget.values ?? {};
        const { address = 0, bytes = 0, worker = '' } = widget.lane ?? {};
        const element = elements.get(widget) as number;
        return { symbol: widget.symbol, element, ticks, last, address, end: address + bytes, worker, indicators };
      });
    }, selector);
  }

  /** Waits until each of so many tags has ticked, and then once more. */
  async ticking(selector: string, count: number): Promise<void> {
    let before: readonly Tag[] = [];
    await this.until(`${count} tags that tick: ${selector}`, async () => {
      const now = await this.tags(selector);
      if (before.length !== count || before.some(({ ticks }) => ticks === 0)) before = now;
      return (
        now.length === count && now.every(({ ticks }, at) => ticks > (before[at]?.ticks ?? Number.POSITIVE_INFINITY))
      );
    });
  }

  status(): Promise<string> {
    return this.page.evaluate(() => document.querySelector<DataFeed>('data-feed')?.status ?? '');
  }

  mode(): Promise<string> {
    return this.page.evaluate(() => document.querySelector<DataFeed>('data-feed')?.effectiveMode ?? '');
  }

  /** What the framework has done up to this moment, and what was changed in the document since `watch`. */
  done(): Promise<Done> {
    return this.page.evaluate(() => {
      return { ...report, mutations, time: performance.now() };
    });
  }

  /**
   * Counts from now on what anybody changes in the document; shadow roots are the tags' own. Resolves to what the framework has done up
   * to this moment.
   */
  watch(): Promise<Done> {
    return this.page.evaluate(() => {
      globalThis.mutations = 0;
      const all = { subtree: true, childList: true, attributes: true, characterData: true };
      new MutationObserver((records) => {
        globalThis.mutations += records.length;
      }).observe(document.body, all);
      return { ...report, mutations, time: performance.now() };
    });
  }

  get workers(): number {
    return this.page.workers().length;
  }

  async #describe(): Promise<unknown> {
    return {
      problems: this.problems,
      workers: this.workers,
      status: await this.status(),
      tags: await this.tags(),
      body: await this.page.evaluate('document.body.innerText'),
    };
  }
}

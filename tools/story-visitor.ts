/** Opens stories and pages of the built catalog in a browser, one after another in one tab, and says what is wrong with each. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, ConsoleMessage, Page } from 'puppeteer-core';

/** A line of the catalog's `index.json`. */
export interface CatalogEntry {
  readonly id: string;
  readonly type: 'story' | 'docs';
}

const PATIENCE_MS = 60_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGE = readFileSync(new URL('./story-page.js', import.meta.url), 'utf8');

export class StoryVisitor {
  readonly #page: Page;
  readonly #base: string;
  /** Pages of the catalog, which links may lead to. */
  readonly #ids: ReadonlySet<string>;
  #errors: string[] = [];

  private constructor(page: Page, base: string, ids: ReadonlySet<string>) {
    this.#page = page;
    this.#base = base;
    this.#ids = ids;
  }

  /** Somebody who has never been there. `base`: where the catalog is, with a slash at its end. */
  static async come(browser: Browser, base: string, entries: readonly CatalogEntry[]): Promise<StoryVisitor> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const visitor = new StoryVisitor(page, base, new Set(entries.map(({ id }) => id)));
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewport({ width: 1280, height: 900 });
    await page.evaluateOnNewDocument(PAGE);
    await page.exposeFunction('pressOnKeyboard', (keys: string) => pressOn(page, keys));
    page.on('console', (message) => visitor.#note(message));
    page.on('pageerror', (error) => visitor.#errors.push(String(error)));
    return visitor;
  }

  async leave(): Promise<void> {
    await this.#page.browserContext().close();
  }

  /** The catalog itself, at a first visit: isolated by the worker, after which a story in its frame is live. */
  async enter(): Promise<string[]> {
    this.#errors = [];
    await this.#page.goto(this.#base);
    await this.#page.waitForFunction('crossOriginIsolated && document.querySelector("#storybook-preview-iframe")');
    await this.#page.goto(`${this.#base}?path=/story/elements-ticker-widget--live`);
    const inside = `document.querySelector('#storybook-preview-iframe')?.contentWindow`;
    await this.#page.waitForFunction(
      `${inside}?.crossOriginIsolated && ${inside}.document.querySelector('ticker-widget')?.matches(':state(live)')`,
    );
    return this.#errors;
  }

  /** A page by itself, at a first visit: the worker has it loaded once more. */
  async enterStory(id: string): Promise<string[]> {
    this.#errors = [];
    await this.#page.goto(this.#addressOf({ id, type: 'story' }));
    await this.#page.waitForFunction('crossOriginIsolated');
    return this.#errors;
  }

  /** What is wrong with a story or a page; nothing: all is well. */
  async visit(entry: CatalogEntry): Promise<string[]> {
    try {
      // the last words of the page before are not this one's
      await this.#page.goto('about:blank');
      this.#errors = [];
      await this.#page.goto(this.#addressOf(entry));
      const wrong = entry.type === 'docs' ? await this.#lookAtPage() : await this.#lookAtStory();
      if (!(await this.#page.evaluate('crossOriginIsolated'))) wrong.push('it is not isolated');
      return wrong;
    } catch (error) {
      return [error instanceof Error ? error.message : String(error), ...this.#errors];
    }
  }

  #addressOf({ id, type }: CatalogEntry): string {
    // the panel's own run would be a third one
    return `${this.#base}iframe.html?id=${id}&viewMode=${type}&globals=a11y.manual:!true`;
  }

  #note(message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    const { url = '' } = message.location();
    this.#errors.push(/^Failed to load/.test(message.text()) ? `${message.text()}: ${url}` : message.text());
  }

  /** What an expression of the page comes to be, once it is something. */
  async #value<Value>(expression: string): Promise<Value> {
    const value = await this.#page.waitForFunction(expression, { polling: 50 });
    return value.jsonValue() as Promise<Value>;
  }

  async #lookAtStory(): Promise<string[]> {
    const { failures } = await this.#value<{ failures: string[] }>('visited.outcome()');
    const wrong = [...failures];
    const expected = (await this.#page.evaluate('visited.expected()')) as string;
    await this.#page.evaluate(AXE);
    for (const scheme of ['light', 'dark']) {
      await this.#page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await this.#page.evaluate('visited.rest()');
      const violations = (await this.#page.evaluate('visited.violations()')) as string[];
      wrong.push(...violations.map((violation) => `${scheme}: ${violation}`));
    }
    const errors = this.#errors.filter((error) => !expected || !error.includes(expected));
    if (expected && errors.length === this.#errors.length) wrong.push(`nobody logged "${expected}"`);
    return [...wrong, ...errors];
  }

  async #lookAtPage(): Promise<string[]> {
    const { failures } = await this.#value<{ failures: string[] }>('visited.outcome()');
    const { links, broken } = await this.#value<{ links: string[]; broken: string[] }>('visited.guide()');
    // stories of mistakes stand among the others of their element
    const expected = (await this.#page.evaluate('visited.allExpected()')) as string[];
    return [
      ...failures,
      ...this.#errors.filter((error) => !expected.some((each) => error.includes(each))),
      ...broken.map((src) => `no picture at ${src}`),
      ...links.filter((link) => !this.#leads(link)).map((link) => `a link leads nowhere: ${link}`),
    ];
  }

  #leads(link: string): boolean {
    if (/^(#|https?:|mailto:)/.test(link)) return true;
    return this.#ids.has(/^(?:\?path=\/(?:docs|story)\/|iframe\.html\?id=)([^#&]+)/.exec(link)?.[1] ?? '');
  }
}

/** Keys of the browser's own: `Shift+ArrowDown`. */
async function pressOn({ keyboard }: Page, keys: string): Promise<void> {
  type Key = Parameters<typeof keyboard.press>[0];
  const held = keys.split('+') as Key[];
  const last = held.pop() as Key;
  for (const key of held) await keyboard.down(key);
  await keyboard.press(last);
  for (const key of held) await keyboard.up(key);
}

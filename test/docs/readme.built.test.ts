import { expect, waitUntil } from '@open-wc/testing';
import readme from '../../README.md?raw';
import type { DataFeed, TickerWidget } from '../../src/index.js';

/** A page of the README in a frame; it lies in the root of the clone. */
function open(mark: string): HTMLIFrameElement {
  const [, page = ''] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`html\\n(.*?)\\n\`\`\``, 's').exec(readme) ?? [];
  expect(page, `${mark} in README.md`).to.contain('src="./dist/cdn/ticklane.js"');
  const frame = document.createElement('iframe');
  const base = new URL('/', location.href).href;
  frame.srcdoc = page.replace('<head>', `<head><base href="${base}" />`);
  document.body.append(frame);
  return frame;
}

const widgetsOf = (frame: HTMLIFrameElement) => [
  ...(frame.contentDocument?.querySelectorAll<TickerWidget>('ticker-widget') ?? []),
];

/** A browser under load does not start every worker: another one is started after some seconds, up to three times. */
const PATIENCE_MS = 30_000;

/** Waits for what a page comes to show, and says what it came to where it does not. */
async function shows(frame: HTMLIFrameElement, what: string, shown: () => boolean): Promise<void> {
  try {
    await waitUntil(shown, what, { timeout: PATIENCE_MS });
    expect(frame.contentWindow?.crossOriginIsolated).to.equal(true);
  } catch (error) {
    const feed = frame.contentDocument?.querySelector<DataFeed>('data-feed');
    const workers = widgetsOf(frame).map(({ lane }) => lane?.worker);
    console.log(`feed ${feed?.status}, ${feed?.stats?.ticks} ticks, lanes ${workers}`);
    throw error;
  } finally {
    frame.remove();
  }
}

describe('the pages of the README, as they are, with the built script', () => {
  it('the first shows two prices', async function () {
    this.timeout(2 * PATIENCE_MS);
    const frame = open('page');
    const prices = () =>
      widgetsOf(frame).map((widget) => widget.shadowRoot?.querySelector('[part=price]')?.textContent?.trim() ?? '');
    await shows(frame, 'two prices', () => prices().length === 2 && prices().every((price) => /\d/.test(price)));
  });

  it('the one with an alert writes down a signal', async function () {
    this.timeout(2 * PATIENCE_MS);
    const frame = open('page: alert');
    const signals = () => [...(frame.contentDocument?.querySelectorAll('#signals li') ?? [])];
    const written = () =>
      signals().some(({ textContent }) => /^above the average: [\d.]+, RSI \d+\.\d$/.test(textContent ?? ''));
    await shows(frame, 'a signal', written);
  });
});

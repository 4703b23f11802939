import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { DataFeed } from '../../src/index.js';

const EVERY_MS = 250;
const SHOWN = ['messages', 'ticks', 'rejected', 'conflated', 'reconnects'] as const;

/** What a feed says of itself, in words: it shows nothing of its own. For stories only. */
class FeedReadout extends HTMLElement {
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  #show(): void {
    const feed: DataFeed | null | undefined = this.parentElement?.querySelector('data-feed');
    if (!feed) return;
    const { stats, status, error } = feed;
    const counts = SHOWN.map((name) => `${name} ${stats[name].toLocaleString('en')}`);
    const text = [`status ${status}`, ...counts, ...(error ? [`error: ${error.message}`] : [])].join('\n');
    if (text !== this.textContent) this.textContent = text;
  }
}
if (!customElements.get('feed-readout')) customElements.define('feed-readout', FeedReadout);

/** Puts the readout below a story; not part of the code to copy. */
export const withReadout: Decorator = (story) => html`
  ${story()}
  <feed-readout style="display: block; margin-block-start: 1rem; white-space: pre-line; font-variant-numeric: tabular-nums"></feed-readout>
`;

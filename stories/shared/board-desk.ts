import { css, html, LitElement, type TemplateResult } from 'lit';
import type { TickerBoard } from '../../src/index.js';
import { controlStyles } from './control-styles.js';

/** What a page may put around a board: a field that filters it, and what is selected in it. For stories only. */
export class BoardDesk extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      output {
        display: block;
        min-block-size: 1.4em;
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    // it does not bubble
    this.addEventListener('selectionchange', () => this.requestUpdate(), { capture: true });
  }

  get #board(): TickerBoard | null {
    return this.querySelector('ticker-board');
  }

  protected override render(): TemplateResult {
    const selected = this.#board?.selected ?? [];
    return html`<label>Search <input type="search" @input=${this.#search} /></label>
      <slot></slot>
      <output>${selected.length > 0 ? `Selected: ${selected.join(', ')}` : 'Nothing is selected.'}</output>`;
  }

  #search({ target }: Event): void {
    if (this.#board) this.#board.filter = (target as HTMLInputElement).value;
  }
}
if (!customElements.get('board-desk')) customElements.define('board-desk', BoardDesk);

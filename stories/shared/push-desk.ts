import { html, LitElement, type TemplateResult } from 'lit';
import { controlStyles } from './control-styles.js';

/** Pushes a trade into the feed inside it with every press of its button. For stories only. */
export class PushDesk extends LitElement {
  static override styles = controlStyles;

  #price = 64_000;

  protected override render(): TemplateResult {
    return html`<slot></slot>
      <p><button type="button" @click=${this.#push}>Push a trade</button></p>`;
  }

  #push(): void {
    this.querySelector('data-feed')?.push({ symbol: 'BTC-USD', price: this.#price++, size: 0.5 });
  }
}
if (!customElements.get('push-desk')) customElements.define('push-desk', PushDesk);

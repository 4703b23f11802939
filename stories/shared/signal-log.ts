import type { Decorator } from '@storybook/web-components-vite';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SignalEvent } from '../../src/index.js';

/** Signals that are shown, the newest first. */
const SHOWN = 12;

const number = new Intl.NumberFormat('en-US', {
  maximumSignificantDigits: 7,
  maximumFractionDigits: 3,
  roundingPriority: 'lessPrecision',
});
const time = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZone: 'UTC',
});
const write = (value: number) => (Number.isNaN(value) ? '–' : number.format(value));

/** Writes down every signal of the alerts inside it. For stories only. */
export class SignalLog extends LitElement {
  static override styles = css`
    :host {
      --muted: light-dark(#596270, #9aa4b2);
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
      gap: 1rem 1.5rem;
      align-items: start;
    }
    h2 {
      margin: 0 0 0.375rem;
      font-size: 0.875rem;
    }
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
      font-variant-numeric: tabular-nums;
    }
    li {
      padding-block: 0.375rem;
      border-block-start: 1px solid light-dark(#dfe3e8, #262c36);
    }
    span {
      display: block;
      color: var(--muted);
      font-size: 0.8125rem;
      overflow-wrap: anywhere;
    }
  `;

  readonly #signals: SignalEvent[] = [];
  #count = 0;

  constructor() {
    super();
    this.addEventListener('signal', (event) => {
      this.#count++;
      this.#signals.unshift(event as SignalEvent);
      this.#signals.splice(SHOWN);
      this.requestUpdate();
    });
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>
      <section>
        <h2>Signals: ${this.#count}</h2>
        ${this.#count === 0 ? html`<span>none yet</span>` : nothing}
        <ol>
          ${this.#signals.map(
            ({ name, time: at, price, values }) => html`<li>
              <b>${name || 'unnamed'}</b> at ${write(price)}
              <span>
                ${time.format(at)} UTC${Object.entries(values).map(([output, value]) => `, ${output} ${write(value)}`)}
              </span>
            </li>`,
          )}
        </ol>
      </section>`;
  }
}
if (!customElements.get('signal-log')) customElements.define('signal-log', SignalLog);

/** Puts the log beside a story; not part of the code to copy. */
export const withSignalLog: Decorator = (story) => html`<signal-log><div>${story()}</div></signal-log>`;

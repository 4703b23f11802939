import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import '../../src/index.js';
import { controlStyles } from '../shared/control-styles.js';
import {
  attributesOf,
  type BoardChoices,
  COLUMNS,
  INDICATORS,
  LOOKS,
  markupOf,
  SCHEMES,
  SYMBOLS,
} from './board-choices.js';

const FIRST: BoardChoices = {
  symbols: ['BTC-USD', 'ETH-USD', 'AAPL', 'NVDA', 'EUR-USD'],
  columns: [],
  indicators: [],
  variant: 'grid',
  density: 'normal',
  look: 'standard',
  scheme: 'light dark',
};

type ListName = 'symbols' | 'columns' | 'indicators';
type WordName = Exclude<keyof BoardChoices, ListName>;

/** Choices on one side, the board that comes of them on the other, and the markup to copy. For stories only. */
export class BoardBuilder extends LitElement {
  static override properties = { choices: { state: true }, told: { state: true } };
  static override styles = [
    controlStyles,
    css`
      :host {
        display: grid;
        gap: 1rem;
      }
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        gap: 0.75rem 1.5rem;
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        align-content: start;
        gap: 0.25rem 0.875rem;
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 0.25rem;
        font-weight: 600;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        min-block-size: 1.5rem;
      }
      input {
        margin: 0;
        accent-color: light-dark(#1f5fbf, #7cb8ff);
      }
      pre {
        margin: 0;
        padding: 0.75rem 1rem;
        overflow: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        font: 0.8125rem / 1.5 ui-monospace, monospace;
        background: light-dark(#fff, #141a22);
        border: 1px solid light-dark(#dfe3e8, #262c36);
        border-radius: 0.625rem;
      }
      footer {
        display: flex;
        gap: 0.75rem;
        align-items: center;
      }
    `,
  ];

  declare choices: BoardChoices;
  declare told: string;

  constructor() {
    super();
    this.choices = FIRST;
    this.told = '';
  }

  protected override render(): TemplateResult {
    const { symbols, columns, indicators, variant, density, style } = attributesOf(this.choices);
    const written = (value: string | undefined) => value || nothing;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
        ${this.#several('Symbols', 'symbols', SYMBOLS)} ${this.#several('Columns, or those of the variant', 'columns', COLUMNS)}
        ${this.#several('Indicators', 'indicators', INDICATORS)}
        ${this.#oneOf('Variant', 'variant', ['grid', 'tiles', 'tape'])}
        ${this.#oneOf('Density', 'density', ['normal', 'compact'])}
        ${this.#oneOf('Look', 'look', Object.keys(LOOKS))} ${this.#oneOf('Colour scheme', 'scheme', SCHEMES)}
      </form>
      <data-feed src="sim:rate=200&seed=7" workers="pool">
        <ticker-board
          symbols=${symbols ?? ''}
          variant=${written(variant)}
          density=${written(density)}
          columns=${written(columns)}
          indicators=${written(indicators)}
          style=${written(style)}
        ></ticker-board>
      </data-feed>
      <pre dir="ltr" tabindex="0" role="group" aria-label="Markup of the board"><code>${markupOf(this.choices)}</code></pre>
      <footer>
        <button type="button" @click=${this.#copy}>Copy the markup</button>
        <span role="status">${this.told}</span>
      </footer>`;
  }

  #several(legend: string, name: ListName, all: readonly string[]): TemplateResult {
    const chosen = this.choices[name];
    const toggle = (word: string) =>
      // in the order in which they stand here
      this.#choose({ [name]: all.filter((each) => chosen.includes(each) !== (each === word)) });
    return html`<fieldset>
      <legend>${legend}</legend>
      ${all.map(
        (word) => html`<label>
          <input type="checkbox" name=${name} value=${word} .checked=${chosen.includes(word)} @change=${() => toggle(word)} />${word}
        </label>`,
      )}
    </fieldset>`;
  }

  #oneOf(legend: string, name: WordName, all: readonly string[]): TemplateResult {
    return html`<fieldset>
      <legend>${legend}</legend>
      ${all.map(
        (word) => html`<label>
          <input type="radio" name=${name} value=${word} .checked=${this.choices[name] === word} @change=${() => this.#choose({ [name]: word })} />${word === 'light dark' ? 'as the page' : word}
        </label>`,
      )}
    </fieldset>`;
  }

  #choose(some: Partial<BoardChoices>): void {
    this.choices = { ...this.choices, ...some };
    // the page's presets do not reach into shadow roots; what they set does
    this.className = LOOKS[this.choices.look] ?? '';
    this.told = '';
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(markupOf(this.choices));
      this.told = 'Copied.';
    } catch (error) {
      // a page may be denied the clipboard: the markup can be selected by hand
      this.told = `Not copied: ${(error as Error).message}`;
    }
  }
}
if (!customElements.get('board-builder')) customElements.define('board-builder', BoardBuilder);

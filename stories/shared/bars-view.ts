import type { Decorator } from '@storybook/web-components-vite';
import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import type { TickerWidget } from '../../src/index.js';
import { bodiesPath, HEIGHT, scaleOf, strokesPath } from './chart-paths.js';

const SHOWN = 60;
const EVERY_MS = 250;

type Bars = ReturnType<TickerWidget['bars']>;

const number = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 7 });
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** The bars of the ticker inside it, as candles. For stories only. */
export class BarsView extends LitElement {
  static override styles = css`
    :host {
      --muted: light-dark(#596270, #9aa4b2);
      --rise: var(--chart-rise-color, light-dark(#0a7d33, #4cd07d));
      --fall: var(--chart-fall-color, light-dark(#b3261e, #ff8a80));
      display: grid;
      gap: 1rem;
    }
    ::slotted(*) {
      max-inline-size: 16rem;
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 12rem;
      border-block: 1px solid light-dark(#dfe3e8, #262c36);
    }
    .wick {
      fill: none;
      vector-effect: non-scaling-stroke;
    }
    .rise {
      fill: var(--rise);
      stroke: var(--rise);
    }
    .fall {
      fill: var(--fall);
      stroke: var(--fall);
    }
    .body {
      stroke: none;
    }
    p {
      margin: 0;
      color: var(--muted);
      font-variant-numeric: tabular-nums;
    }
  `;

  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render(): TemplateResult {
    const bars: Bars = this.querySelector('ticker-widget')?.bars?.(SHOWN) ?? [];
    return html`<slot></slot>
      <div>
        <svg viewBox="0 0 ${SHOWN} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="The newest ${SHOWN} bars">
          ${this.#candles(bars)}
        </svg>
        <p>${this.#words(bars)}</p>
      </div>`;
  }

  #candles(bars: Bars): TemplateResult[] {
    const scale = scaleOf(
      bars.map(({ high }) => high),
      bars.map(({ low }) => low),
    );
    // the newest at the right edge
    const place = (value: (bar: Bars[number]) => number) => [
      ...Array.from({ length: SHOWN - bars.length }, () => Number.NaN),
      ...bars.map(value),
    ];
    return ['rise', 'fall'].map((name) => {
      const of = (value: (bar: Bars[number]) => number) =>
        place((bar) => (bar.close < bar.open === (name === 'fall') ? value(bar) : Number.NaN));
      const [open, high, low, close] = [
        of((bar) => bar.open),
        of((bar) => bar.high),
        of((bar) => bar.low),
        of((bar) => bar.close),
      ];
      return svg`
        <path class="wick ${name}" d=${strokesPath(high as number[], low as number[], scale)} />
        <path class="body ${name}" d=${bodiesPath(open as number[], close as number[], scale)} />`;
    });
  }

  #words(bars: Bars): string {
    const bar = bars.at(-1);
    if (!bar) return 'no bars yet';
    const { open, high, low, close, volume } = bar;
    const values = Object.entries({ open, high, low, close, volume });
    const written = values.map(([name, value]) => `${name} ${number.format(value)}`);
    return `${bars.length} bars; the forming one began ${time.format(bar.time)} UTC: ${written.join(', ')}`;
  }
}
if (!customElements.get('bars-view')) customElements.define('bars-view', BarsView);

/** Draws the ticker's bars below a story; not part of the code to copy. */
export const withBars: Decorator = (story) => html`<bars-view><div>${story()}</div></bars-view>`;

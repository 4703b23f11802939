import { html, nothing, type TemplateResult } from 'lit';
import type { CompiledOutput } from '../../indicators/compile.js';
import { type DrawnWords, fillIn } from '../shared/drawn-words.js';
import type { TickerWords } from './ticker-face.js';

/** A ticker's nodes, with dashes where TickerFace shows numbers. `openTrend`: with a sparkline, and what shows its table; `say`: what has it speak, if it can be asked; `shown`: the indicators that have a place. */
export function tickerTemplate(
  symbol: string,
  openTrend: (() => void) | undefined,
  shown: readonly CompiledOutput[],
  problems: readonly string[],
  words: TickerWords,
  drawn: DrawnWords,
  say: (() => void) | undefined,
): TemplateResult {
  return html`<div class=${openTrend ? 'base drawn' : 'base'}>
      <span class="label" part="label" dir="auto" aria-hidden="true">${symbol}</span>
      <span class="age" part="age" aria-hidden="true"></span>
      <span class="price" part="price" aria-hidden="true">–</span>
      <span class="change" part="change" aria-hidden="true"
        ><span class="glyph"></span> <span class="by">–</span> <span class="percent">–</span></span
      >
      <slot>${words.waiting}</slot>
      <slot name="alerts"></slot>
      ${
        openTrend
          ? html`<svg class="trend" part="trend" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
              <path class="area"></path>
              <path class="line"></path>
            </svg>
            <button
              class="table"
              part="table-button"
              type="button"
              aria-haspopup="dialog"
              aria-label="${drawn.table}: ${fillIn(drawn.trendOf, { symbol })}"
              @click=${openTrend}
            >
              ${drawn.table}
            </button>`
          : nothing
      }
      ${
        say
          ? html`<button class="table say" part="say-button" type="button" @click=${say}>
              ${fillIn(words.say, { symbol })}
            </button>`
          : nothing
      }
      <span class="indicators" aria-hidden="true"
        >${shown.map(({ name }) => html`<span part="indicator" title=${name}><bdi>${name}</bdi> <b>–</b></span>`)}</span
      >
      <p class="message" part="message" lang="en">${problems.join('\n')}</p>
      <span class="said"></span>
    </div>`;
}

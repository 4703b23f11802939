import { css } from 'lit';

/**
 * Colours follow the page's `color-scheme`; digits all have one width, so that prices do not dance. States and variants set
 * what the rules read: `--_move` and `--_glyph` say where the price goes, `--_padding` and `--_size` how much room there is; the
 * price's characters are `--_length`.
 */
export const tickerStyles = css`
  :host {
    --_up: var(--ticklane-up-color, light-dark(#0a7d33, #4cd07d));
    --_down: var(--ticklane-down-color, light-dark(#c11f2e, #ff7b7b));
    --_muted: var(--ticklane-muted-color, light-dark(#596270, #9aa4b2));
    --_color: var(--ticklane-color, light-dark(#151a21, #eef1f5));
    --_move: var(--_muted);
    --_glyph: '■';
    --_padding: 0.75rem 0.875rem;
    --_size: clamp(1rem, 11cqi, 1.75rem);
    display: block;
    box-sizing: border-box;
    contain: content;
    container-type: inline-size;
    contain-intrinsic-inline-size: 12rem;
    min-width: 7.5rem;
    border: 1px solid var(--ticklane-border-color, light-dark(#dfe3e8, #2a303a));
    border-radius: var(--ticklane-radius, 0.625rem);
    color: var(--_color);
    background: var(--ticklane-background, light-dark(#fff, #151a21));
    font: 0.8125rem / 1.35 var(--ticklane-font, system-ui);
    font-variant-numeric: tabular-nums;
  }
  :host(:state(listed)) {
    display: none;
  }
  :host(:state(up)) {
    --_move: var(--_up);
    --_glyph: '▲';
  }
  :host(:state(down)) {
    --_move: var(--_down);
    --_glyph: '▼';
  }
  :host(:state(stale)) {
    --_move: var(--_muted);
    --_color: var(--_muted);
    border-style: dashed;
  }

  .base {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.125rem 0.5rem;
    align-items: baseline;
    padding: var(--ticklane-padding, var(--_padding));
    white-space: nowrap;
  }
  .base > :not(.label, .age) {
    grid-column: 1 / -1;
  }
  .label,
  .price {
    font-weight: 600;
  }
  .label {
    justify-self: start;
    max-width: 100%;
  }
  .label,
  .price,
  .change,
  .indicators bdi {
    /* digits that are cut off without a sign would be another price; not scrolled, which costs more in every frame */
    overflow: clip;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .price,
  .by,
  .percent,
  b,
  .message {
    /* as the locale has it: in a page from right to left -1 is not 1- */
    unicode-bidi: plaintext;
  }
  .price {
    justify-self: start;
    max-width: 100%;
    margin-inline: -0.25rem;
    padding-inline: 0.25rem;
    border-radius: 0.25rem;
    /* a digit is about 0.65em wide; below 0.75rem nobody reads it */
    font-size: min(var(--_size), max(0.75rem, (100cqi - 2rem) / (var(--_length, 1) * 0.65)));
  }
  .change {
    color: var(--_move);
    word-spacing: 0.25em;
  }
  .change,
  b {
    font-weight: 500;
  }
  .glyph::before {
    content: var(--_glyph);
    font-size: 0.75em;
  }
  .trend {
    width: 100%;
    height: 2.25rem;
  }
  .line {
    fill: none;
    stroke: var(--_move);
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }
  .area {
    fill: var(--_move);
    opacity: 0.12;
  }
  .age,
  .indicators,
  slot,
  :host(:state(waiting)) .price {
    color: var(--_muted);
  }
  .age,
  .indicators,
  .message {
    font-size: 0.75rem;
  }
  .trend,
  .indicators,
  .message {
    margin: 0.25rem 0 0;
  }
  .indicators {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
  }
  .indicators > * {
    display: flex;
    gap: 0.25em;
    min-width: 0;
  }
  b {
    color: var(--_color);
  }
  .message {
    color: var(--ticklane-error-color, light-dark(#c11f2e, #ff7b7b));
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .said {
    position: absolute;
    clip-path: inset(50%);
  }
  slot {
    display: block;
  }
  slot[name] {
    display: contents;
    color: inherit;
  }

  :host([variant='row']) {
    --_padding: 0.375rem 0.75rem;
    --_size: 1em;
    border-width: 0 0 1px;
    border-radius: 0;
  }
  :host([variant='row']) .base {
    grid-template-columns: minmax(3rem, 1fr) auto minmax(5.5rem, auto) minmax(9.5rem, auto);
    align-items: center;
  }
  :host([variant='row']) :is(.price, .change, .trend, .age, slot) {
    grid-area: 1 / 4;
    justify-self: end;
  }
  :host([variant='row']) .price {
    grid-column: 3;
  }
  :host([variant='row']) :is(.trend, .age) {
    grid-column: 2;
  }
  :host([variant='row']) .trend {
    width: 6rem;
    height: 1.25rem;
    margin: 0;
  }

  :host([variant='compact']) {
    --_padding: 0.1875rem 0.75rem;
    --_size: 1em;
    display: inline-block;
    container-type: normal;
    min-width: 0;
    vertical-align: middle;
    border-radius: 99rem;
  }
  :host([variant='compact']) .base {
    display: flex;
  }

  @container (width < 30rem) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(3rem, 1fr) auto minmax(5.5rem, auto) minmax(5.5rem, auto);
    }
    :host([variant='row']) .by {
      display: none;
    }
  }
  @container (width < 24rem) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(0, 1fr) 0 max-content auto;
    }
    :host([variant='row']) :is(.trend, .age) {
      display: none;
    }
  }
  @container (width < 14rem) {
    :host([variant='row']) .percent {
      display: none;
    }
  }
  @container (width < 10rem) {
    .base {
      --_padding: 0.5rem;
    }
    .by {
      display: none;
    }
  }
  :host([hidden]),
  :host(:not(:state(waiting))) slot:not([name]),
  :host(:state(waiting)) .change,
  :host(:state(error)) slot:not([name]),
  :host([variant='row']:state(stale)) .trend,
  :host([variant='compact']) :is(.by, .trend, .indicators),
  .message:empty,
  .indicators:empty {
    display: none;
  }
`;

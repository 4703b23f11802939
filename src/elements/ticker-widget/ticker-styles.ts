import { css } from 'lit';

/** Colours follow the page's `color-scheme`; digits all have one width, so that prices do not dance. */
export const tickerStyles = css`
  :host {
    --_up: var(--ticklane-up-color, light-dark(#0a7d33, #4cd07d));
    --_down: var(--ticklane-down-color, light-dark(#c11f2e, #ff7b7b));
    --_muted: var(--ticklane-muted-color, light-dark(#596270, #9aa4b2));
    --_color: var(--ticklane-color, light-dark(#12161c, #eef1f5));
    --_move: var(--_muted);
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
    font: 0.8125rem / 1.35 var(--ticklane-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
  }
  :host(:state(up)) {
    --_move: var(--_up);
  }
  :host(:state(down)) {
    --_move: var(--_down);
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
    padding: var(--ticklane-padding, 0.75rem 0.875rem);
  }
  .label {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
  }
  .age,
  .indicators,
  .message {
    font-size: 0.75rem;
  }
  .price,
  .change,
  .trend,
  .indicators,
  .message,
  slot {
    grid-column: 1 / -1;
    white-space: nowrap;
  }
  .price {
    justify-self: start;
    margin-inline: -0.1875rem;
    padding-inline: 0.1875rem;
    border-radius: 0.25rem;
    font-size: clamp(1rem, 11cqi, 1.75rem);
    font-weight: 600;
  }
  .change {
    color: var(--_move);
    font-weight: 500;
    word-spacing: 0.25em;
  }
  .glyph::before {
    content: '■';
    font-size: 0.75em;
  }
  :host(:state(up)) .glyph::before {
    content: '▲';
  }
  :host(:state(down)) .glyph::before {
    content: '▼';
  }
  .trend {
    width: 100%;
    height: 2.25rem;
    margin-top: 0.375rem;
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
  .indicators {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    margin-top: 0.25rem;
  }
  b {
    color: var(--_color);
    font-weight: 500;
  }
  .message {
    margin: 0.25rem 0 0;
    color: var(--ticklane-error-color, light-dark(#b3261e, #ffa198));
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .said {
    position: absolute;
    clip-path: inset(50%);
    width: 1px;
    height: 1px;
    overflow: hidden;
  }
  slot {
    display: block;
  }
  :host([hidden]),
  :host(:not(:state(waiting))) slot,
  :host(:state(waiting)) .change,
  :host(:state(error)) slot,
  .message:empty,
  .indicators:empty {
    display: none;
  }

  :host([variant='row']) {
    border-width: 0 0 1px;
    border-radius: 0;
  }
  :host([variant='row']) .base {
    grid-template-columns: minmax(3rem, 1fr) auto minmax(5.5rem, auto) minmax(9.5rem, auto);
    align-items: center;
    padding: var(--ticklane-padding, 0.375rem 0.75rem);
  }
  :host([variant='row']) :is(.price, .change, .trend, .age, slot) {
    grid-area: 1 / 2;
    justify-self: end;
    margin-top: 0;
    font-size: inherit;
  }
  :host([variant='row']) .price {
    grid-column: 3;
  }
  :host([variant='row']) :is(.change, slot) {
    grid-column: 4;
  }
  :host([variant='row']) .trend {
    width: 6rem;
    height: 1.25rem;
  }
  :host([variant='row']:state(stale)) .trend,
  :host([variant='compact']) :is(.by, .trend, .indicators) {
    display: none;
  }

  :host([variant='compact']:not([hidden])) {
    display: inline-block;
    container-type: normal;
    min-width: 0;
    vertical-align: middle;
    border-radius: 99rem;
  }
  :host([variant='compact']) .base {
    display: flex;
    padding: var(--ticklane-padding, 0.1875rem 0.75rem);
  }
  :host([variant='compact']) .price {
    font-size: inherit;
  }

  @container (width < 10rem) {
    .base {
      padding: var(--ticklane-padding, 0.5rem);
    }
    .by,
    :host([variant='row']) .percent {
      display: none;
    }
  }
  @container (width < 24rem) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(0, 1fr) 0 auto auto;
    }
    :host([variant='row']) :is(.trend, .by, .age) {
      display: none;
    }
  }
`;

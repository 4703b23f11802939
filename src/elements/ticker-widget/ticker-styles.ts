import { css } from 'lit';

/** Colours follow the page's `color-scheme`; digits all have one width, so that prices do not dance. */
export const tickerStyles = css`
  :host {
    --_up: var(--ticklane-up-color, light-dark(#0a7d33, #4cd07d));
    --_down: var(--ticklane-down-color, light-dark(#c11f2e, #ff7b7b));
    --_muted: var(--ticklane-muted-color, light-dark(#596270, #9aa4b2));
    --_move: var(--_muted);
    display: block;
    box-sizing: border-box;
    contain: content;
    container-type: inline-size;
    contain-intrinsic-inline-size: 12rem;
    min-inline-size: 7.5rem;
    border: 1px solid var(--ticklane-border-color, light-dark(#dfe3e8, #2a303a));
    border-radius: var(--ticklane-radius, 0.625rem);
    color: var(--ticklane-color, light-dark(#12161c, #eef1f5));
    background: var(--ticklane-background, light-dark(#fff, #151a21));
    font: 0.8125rem / 1.35 var(--ticklane-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums lining-nums;
  }
  :host([hidden]) {
    display: none;
  }
  :host(:focus-visible) {
    outline: 2px solid;
    outline-offset: 2px;
  }
  :host(:state(up)) {
    --_move: var(--_up);
  }
  :host(:state(down)) {
    --_move: var(--_down);
  }
  :host(:state(stale)) {
    --_move: var(--_muted);
    border-style: dashed;
  }

  .base {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.125rem 0.5rem;
    align-items: baseline;
    padding: var(--ticklane-padding, 0.75rem 0.875rem);
  }
  .base > * {
    min-inline-size: 0;
    white-space: nowrap;
  }
  .label {
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 600;
  }
  .age,
  .indicators,
  slot,
  :host(:not(:state(live))) .price {
    color: var(--_muted);
  }
  .age {
    font-size: 0.6875rem;
  }
  .price {
    grid-column: 1 / -1;
    justify-self: start;
    margin-inline: -0.1875rem;
    padding-inline: 0.1875rem;
    border-radius: 0.25rem;
    font-size: clamp(1rem, 11cqi, 1.75rem);
    font-weight: 600;
    line-height: 1.25;
  }
  .change {
    grid-column: 1 / -1;
    color: var(--_move);
    font-weight: 500;
    word-spacing: 0.25em;
  }
  .glyph::before {
    content: '■';
    display: inline-block;
    inline-size: 1.2em;
    font-size: 0.75em;
  }
  :host(:state(up)) .glyph::before {
    content: '▲';
  }
  :host(:state(down)) .glyph::before {
    content: '▼';
  }
  .trend {
    grid-column: 1 / -1;
    inline-size: 100%;
    block-size: 2.25rem;
    margin-block-start: 0.375rem;
    overflow: visible;
  }
  .line {
    fill: none;
    stroke: var(--_move);
    stroke-width: 1.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .area {
    fill: var(--_move);
    opacity: 0.12;
  }
  .indicators {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    margin-block-start: 0.25rem;
    font-size: 0.75rem;
  }
  .indicators b {
    color: var(--ticklane-color, light-dark(#12161c, #eef1f5));
    font-weight: 500;
  }
  :host(:state(stale)) .indicators b {
    color: inherit;
  }
  slot,
  .message {
    grid-column: 1 / -1;
  }
  slot {
    display: block;
  }
  :host(:not(:state(waiting))) slot,
  :host(:state(waiting)) .change,
  :host(:state(error)) slot,
  .message:empty,
  .indicators:empty {
    display: none;
  }
  .base > .message {
    margin: 0.25rem 0 0;
    color: var(--ticklane-error-color, light-dark(#b3261e, #ffa198));
    font-size: 0.75rem;
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  :host([variant='row']) {
    border-width: 0 0 1px;
    border-radius: 0;
  }
  :host([variant='row']) .base {
    grid-template-columns: minmax(4.5rem, 1fr) auto minmax(5.5rem, auto) minmax(9.5rem, auto);
    align-items: center;
    padding: var(--ticklane-padding, 0.375rem 0.75rem);
  }
  :host([variant='row']) :is(.price, .change, .trend, .age) {
    grid-column: auto;
    grid-row: 1;
    margin-block: 0;
  }
  :host([variant='row']) :is(.price, .change) {
    justify-self: end;
    font-size: inherit;
  }
  :host([variant='row']) .change {
    grid-column: 4;
  }
  :host([variant='row']) .price {
    grid-column: 3;
  }
  :host([variant='row']) :is(.trend, .age) {
    grid-column: 2;
  }
  :host([variant='row']) .trend {
    inline-size: 6rem;
    block-size: 1.25rem;
  }
  :host([variant='row']:state(stale)) .trend {
    display: none;
  }
  :host([variant='row']) slot {
    grid-column: 4;
    grid-row: 1;
    justify-self: end;
  }

  :host([variant='compact']) {
    display: inline-block;
    container-type: normal;
    min-inline-size: 0;
    vertical-align: middle;
    border-radius: 99rem;
  }
  :host([variant='compact'][hidden]) {
    display: none;
  }
  :host([variant='compact']) .base {
    display: flex;
    padding: var(--ticklane-padding, 0.1875rem 0.75rem);
  }
  :host([variant='compact']) .price {
    font-size: inherit;
  }
  :host([variant='compact']) :is(.by, .trend, .indicators) {
    display: none;
  }

  @container (inline-size < 10rem) {
    .base {
      padding: var(--ticklane-padding, 0.5rem);
    }
    .by {
      display: none;
    }
  }
  @container (inline-size < 24rem) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(3rem, 1fr) 0 auto auto;
    }
    :host([variant='row']) :is(.trend, .by, .age) {
      display: none;
    }
  }
`;

import { css } from 'lit';
import { tokens } from '../shared/tokens.js';

/**
 * From 80 pixels to the width of the page, in units of the text, so that larger texts have the layouts of narrower boxes. Digits all have one width:
 * prices do not dance. States and variants set what the rules read: `--_move` and `--_glyph` say where the price goes, `--_pad` and `--_inset`
 * how much room there is above and beside, `--_size` how large the price may be; the price's characters are `--_length`.
 */
const rules = css`
  :host {
    --_move: var(--_muted);
    --_glyph: '■';
    --_pad: 0.75rem;
    --_inset: 0.875rem;
    --_size: clamp(1.23em, 11cqi, 2.15em);
    display: block;
    contain: content;
    container: ticker / inline-size;
    contain-intrinsic-inline-size: 12rem;
    min-inline-size: 5rem;
  }
  :host([density='compact']) {
    --_pad: 0.375rem;
    --_inset: 0.5rem;
    --_size: clamp(1.1em, 9cqi, 1.5em);
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
    padding: var(--ticklane-padding, var(--_pad) var(--_inset));
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
    max-inline-size: 100%;
  }
  .label,
  .price,
  .change,
  .indicators bdi {
    /* digits that are cut off without a sign would be another price; not scrolled, which costs more in every frame */
    overflow: clip;
    text-overflow: ellipsis;
    min-inline-size: 0;
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
    max-inline-size: 100%;
    margin-inline: -0.25rem;
    padding-inline: 0.25rem;
    border-radius: 0.25rem;
    --_room: 100cqi - 2 * var(--_inset);
    /* a digit is at most 0.68em wide; what is smaller than 0.85em nobody reads */
    font-size: min(var(--_size), max(0.85em, (var(--_room)) / (var(--_length, 1) * 0.68)));
    line-height: 1.3;
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
    inline-size: 100%;
    block-size: 2.25rem;
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
  .table {
    position: absolute;
    inset-block-end: 0.25rem;
    inset-inline-end: 0.25rem;
    min-block-size: 1.5rem;
    min-inline-size: 1.5rem;
    padding-inline: 0.375rem;
    border: 1px solid var(--_edge);
    border-radius: 0.375rem;
    color: var(--_color);
    background: var(--_background);
    font: inherit;
    font-size: var(--_small);
  }
  /* the pointer has the drawing itself to look at */
  .table:not(:focus-visible) {
    clip-path: inset(50%);
    pointer-events: none;
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
    font-size: var(--_small);
  }
  .trend,
  .indicators,
  .message {
    margin-block: 0.25rem 0;
    margin-inline: 0;
  }
  .indicators {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
  }
  .indicators > * {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.25em;
    min-inline-size: 0;
  }
  b {
    color: var(--_color);
  }
  .message {
    color: var(--_error);
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
    --_pad: 0.375rem;
    --_inset: 0.75rem;
    --_size: 1em;
    border-width: 0 0 1px;
    border-radius: 0;
  }
  :host([variant='row'][density='compact']) {
    --_pad: 0.125rem;
    --_inset: 0.5rem;
  }
  :host([variant='row']) .base {
    grid-template-columns: minmax(3rem, 1fr) auto minmax(6.75em, auto) minmax(11.7em, auto);
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
    inline-size: 7.4em;
    block-size: 1.25rem;
    margin: 0;
  }

  :host([variant='compact']) {
    --_pad: 0.1875rem;
    --_inset: clamp(0.1875rem, 4%, 0.75rem);
    --_size: 1em;
    padding: var(--ticklane-padding, var(--_pad) var(--_inset));
    display: inline-block;
    container-type: normal;
    min-inline-size: 0;
    max-inline-size: 100%;
    vertical-align: middle;
    border-radius: 1rem;
  }
  :host([variant='compact'][density='compact']) {
    --_pad: 0;
    --_inset: 0.5rem;
  }
  :host([variant='compact']) .base {
    display: flex;
    flex-wrap: wrap;
    padding: 0;
  }
  :host([variant='compact']) .price {
    margin-inline: -0.125rem;
    padding-inline: 0.125rem;
    font-size: 1em;
    letter-spacing: -0.02em;
  }

  /* a large tile: the drawing has a side of its own, or the change stands beside the price */
  @container ticker (width >= 26em) {
    :host(:not([variant='row'])) .base {
      grid-template-columns: auto minmax(0, 1fr);
    }
    :host(:not([variant='row'])) .price {
      grid-column: 1;
    }
    :host(:not([variant='row'])) .change {
      grid-column: 2;
    }
    :host(:not([variant='row'])) .age {
      justify-self: end;
    }
    :host(:not([variant='row'])) .drawn {
      grid-template: auto auto 1fr / repeat(2, minmax(0, 1fr));
      column-gap: 1.5rem;
    }
    :host(:not([variant='row'])) .drawn > :is(.label, .price, .change, .age, slot:not([name])) {
      grid-column: 1;
      justify-self: start;
    }
    :host(:not([variant='row'])) .drawn > .price {
      --_room: 50cqi - var(--_inset) - 0.75rem;
    }
    :host(:not([variant='row'])) .trend {
      grid-area: 1 / 2 / span 3;
      align-self: stretch;
      block-size: auto;
      min-block-size: 4rem;
      max-block-size: 9rem;
      margin: 0;
    }
  }
  @container ticker (width >= 40em) {
    :host(:not([variant='row'])) .drawn {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    }
    :host(:not([variant='row'])) .price {
      --_size: 2.75em;
    }
    :host(:not([variant='row'])) .drawn > .price {
      --_room: 40cqi - var(--_inset) - 0.75rem;
    }
    :host(:not([variant='row'])) .trend {
      min-block-size: 5.5rem;
    }
  }
  @container ticker (width >= 56em) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(6em, 1fr) minmax(0, auto) auto minmax(8em, auto) minmax(12em, auto);
      column-gap: 1rem;
    }
    :host([variant='row']) .indicators {
      grid-area: 1 / 2;
      margin: 0;
    }
    :host([variant='row']) :is(.change, slot:not([name])) {
      grid-column: 5;
    }
    :host([variant='row']) .price {
      grid-column: 4;
    }
    :host([variant='row']) :is(.trend, .age) {
      grid-column: 3;
    }
    :host([variant='row']) .trend {
      inline-size: 12em;
    }
  }
  @container ticker (width < 36.5em) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(3rem, 1fr) auto minmax(6.75em, auto) minmax(6.75em, auto);
    }
    :host([variant='row']) .by {
      display: none;
    }
  }
  @container ticker (width < 29.5em) {
    :host([variant='row']) .base {
      grid-template-columns: minmax(0, 1fr) 0 max-content auto;
    }
    :host([variant='row']) :is(.trend, .age) {
      display: none;
    }
  }
  @container ticker (width < 20em) {
    /* the symbol has its line for itself */
    :host(:not([variant='row'])) .age {
      grid-area: auto / 1 / auto / -1;
      order: 1;
      white-space: normal;
    }
    :host(:not([variant='row'])) .label {
      grid-column: 1 / -1;
    }
    :host([variant='row']) .percent {
      display: none;
    }
  }
  @container ticker (width < 13.5em) {
    .base {
      --_pad: 0.5rem;
      --_inset: 0.5rem;
    }
    .by {
      display: none;
    }
    /* a row of two lines */
    :host([variant='row']) .base {
      --_pad: 0.25rem;
      grid-template-columns: minmax(0, 1fr) auto;
    }
    :host([variant='row']) .label {
      grid-area: 1 / 1;
    }
    :host([variant='row']) :is(.change, slot:not([name])) {
      grid-area: 1 / 2;
    }
    :host([variant='row']) .price {
      grid-area: 2 / 1 / auto / -1;
      justify-self: start;
    }
  }
  @container ticker (width < 9em) {
    .base {
      --_pad: 0.375rem;
      --_inset: 0.25rem;
      column-gap: 0.25rem;
    }
    :host([variant='row']) .label {
      font-size: var(--_small);
    }
  }
  @media print {
    .price {
      /* stronger than the animation of a flash */
      background: none !important;
    }
    .table {
      display: none;
    }
  }
  .age:empty,
  :host(:not(:state(waiting))) slot:not([name]),
  :host(:state(waiting)) .change,
  :host(:state(error)) slot:not([name]),
  :host([variant='row']:state(stale)) .trend,
  :host([variant='compact']) :is(.by, .trend, .table:not(.say), .indicators),
  .message:empty,
  .indicators:empty {
    display: none;
  }
`;

export const tickerStyles = [tokens, rules];

import { css } from 'lit';
import { tokens } from '../shared/tokens.js';

/** Rows are placed by numbers, the rules say what is in them. `--_height` is that of a row, `--_side` the room beside a text. */
const rules = css`
  :host {
    --_side: 0.625rem;
    display: flex;
    flex-direction: column;
    position: relative;
    contain: content;
    min-inline-size: 0;
    max-block-size: 100dvb;
  }
  :host([density='compact']) {
    --_side: 0.5rem;
    --_small: 1em;
    font-size: 0.75rem;
  }
  :host([variant='tiles']) {
    border: 0;
    background: none;
    border-radius: 0;
  }

  .scroller {
    position: relative;
    flex: 0 1 auto;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior-inline: contain;
    container: board / inline-size;
    contain-intrinsic-inline-size: 20rem;
  }
  .body,
  .cover {
    position: relative;
  }
  .cover {
    block-size: 0;
  }
  canvas {
    position: absolute;
    z-index: 1;
    pointer-events: none;
  }
  .row {
    --_move: var(--_muted);
    --_glyph: '■';
    position: absolute;
    box-sizing: border-box;
    /* without paint: a clip for each row and cell costs the browser more in each frame than their texts */
    contain: layout size style;
    block-size: var(--_height);
    white-space: nowrap;
  }
  .cell.up {
    --_move: var(--_up);
    --_glyph: '▲';
  }
  .cell.down {
    --_move: var(--_down);
    --_glyph: '▼';
  }
  .row.stale,
  .row.stale .cell {
    --_move: var(--_muted);
    color: var(--_muted);
  }
  .row.stale .last {
    text-decoration: underline dashed from-font;
    text-underline-offset: 0.2em;
  }
  .row.waiting {
    color: var(--_muted);
  }
  [aria-selected='true'] {
    background: var(--_chosen);
  }
  .cell.long,
  :host([variant='tape']) .cell {
    /* digits that are cut off without a sign would be another price */
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .head span,
  .cell > span,
  span.cell {
    /* as the locale has it: in a page from right to left -1 is not 1- */
    unicode-bidi: plaintext;
  }
  .symbol,
  .last {
    font-weight: 600;
  }
  .change,
  .changePercent,
  .signed::before {
    font-weight: 500;
    color: var(--_move);
  }
  .signed::before {
    margin-inline-end: 0.4em;
    font-size: 0.7em;
    content: var(--_glyph);
    content: var(--_glyph) / '';
  }
  .row.waiting .signed::before {
    content: none;
  }
  :is(.cell, .row, .head, .pause, .scroller):focus-visible {
    outline-offset: -2px;
  }
  :is(.cell, .row, .head):focus:not(:focus-visible) {
    outline: none;
  }

  /* grid */
  .heads,
  .grid .row {
    display: grid;
    grid-template-columns: var(--_columns);
    inset-inline: 0;
    align-items: stretch;
  }
  .heads {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    border-block-end: 1px solid var(--_border);
    color: var(--_muted);
    background: var(--_background);
    font-size: var(--_small);
  }
  .head,
  .grid .cell {
    padding-inline: var(--_side);
    text-align: end;
  }
  .head {
    overflow: hidden;
    padding-block: 0.5rem;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
    user-select: none;
  }
  .head.trend {
    cursor: default;
  }
  .head:is(:hover, [aria-sort$='ending']) {
    color: var(--_color);
  }
  .head[aria-sort$='ending'] span::after {
    margin-inline-start: 0.4em;
    font-size: 0.8em;
    content: '▲';
    content: '▲' / '';
  }
  .head[aria-sort='descending'] span::after {
    content: '▼';
    content: '▼' / '';
  }
  .head:is(.symbol, .trend),
  .grid .cell:is(.symbol, .trend) {
    text-align: start;
  }
  .grid .row {
    border-block-end: 1px solid color-mix(in srgb, var(--_border) 60%, transparent);
    scroll-margin-block-start: 2.25rem;
  }
  .grid .cell {
    /* other digits lay out this cell alone */
    contain: layout size style;
    line-height: calc(var(--_height) - 1px);
  }
  .grid .cell.trend > span {
    display: block;
    block-size: calc(100% - 0.5rem);
    margin-block: 0.25rem;
  }
  .grid .last > span {
    margin-inline: -0.25rem;
    padding: 0.125rem 0.25rem;
    border-radius: 0.25rem;
  }
  .grid .row:hover:not([aria-selected='true']) {
    background: color-mix(in srgb, var(--_muted) 8%, transparent);
  }

  /* tiles */
  :host([variant='tiles']) .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    grid-auto-rows: 1.125rem;
    grid-template-rows: 1.25rem 1.75rem;
    gap: 0 0.5rem;
    align-content: start;
    inline-size: var(--_width);
    padding: 0.4375rem 0.625rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_background);
  }
  :host([variant='tiles']) .row[aria-selected='true'] {
    border-color: var(--_accent);
    background: var(--_chosen);
  }
  :host([variant='tiles']) .row.stale {
    border-style: dashed;
  }
  :host([variant='tiles']) .last {
    grid-area: 2 / 1 / auto / -1;
    margin-inline: -0.25rem;
    padding-inline: 0.25rem;
    justify-self: start;
    max-inline-size: 100%;
    border-radius: 0.25rem;
    font-size: 1.1875rem;
    line-height: 1.75rem;
  }
  :host([variant='tiles']) .symbol {
    grid-area: 1 / 1;
  }
  :host([variant='tiles']) .changePercent {
    grid-area: 1 / 2;
    justify-self: end;
    font-size: var(--_small);
    line-height: 1.25rem;
  }
  :host([variant='tiles']) .trend {
    grid-row: span 2;
    grid-column: 1 / -1;
    block-size: 2rem;
  }
  :host([variant='tiles']) .extra {
    grid-column: 1 / -1;
    font-size: var(--_small);
  }
  .extra::before {
    /* the number has its own direction */
    float: inline-start;
    margin-inline-end: 0.5em;
    color: var(--_muted);
    font-weight: 400;
    content: attr(data-label);
  }
  :host([variant='tiles'][density='compact']) .row {
    /* what is drawn is as wide in each tile */
    grid-template-columns: repeat(2, minmax(0, 1fr));
    grid-template-rows: 1.0625rem 1.0625rem;
    column-gap: 0.375rem;
    padding: 0.125rem 0.375rem;
    border-radius: 0.25rem;
  }
  :host([variant='tiles'][density='compact']) :is(.last, .changePercent) {
    contain: layout size style;
    justify-self: stretch;
    text-align: end;
  }
  :host([variant='tiles'][density='compact']) .last {
    grid-area: 1 / 2;
    font-size: inherit;
    line-height: inherit;
  }
  :host([variant='tiles'][density='compact']) .changePercent {
    grid-area: 2 / 2;
    line-height: inherit;
  }
  :host([variant='tiles'][density='compact']) .trend {
    grid-area: 2 / 1;
    block-size: 1rem;
    margin: 0;
  }

  /* tape */
  :host([variant='tape']) {
    flex-direction: row;
    align-items: stretch;
  }
  :host([variant='tape']) .scroller {
    flex: 1 1 0;
    overflow: hidden;
  }
  :host([variant='tape']:state(still)) .scroller {
    overflow-x: auto;
  }
  :host([variant='tape']) .body {
    block-size: var(--_height);
  }
  :host([variant='tape']) .row {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    justify-content: center;
    inline-size: var(--_width);
    padding-inline: 0.5rem;
  }
  .pause {
    flex: none;
    padding-inline: 0.75rem;
    border: 0;
    border-inline-start: 1px solid var(--_border);
    color: var(--_muted);
    background: none;
    font: inherit;
    font-size: var(--_small);
    cursor: pointer;
  }
  :host(:state(still)) .pause {
    display: none;
  }

  .message {
    margin: 0;
    padding: 0.375rem var(--_side);
    color: var(--_error);
    font-size: var(--_small);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .message:empty {
    display: none;
  }
  slot,
  .none {
    display: block;
    margin: 0;
    padding: 0.75rem;
    color: var(--_muted);
  }
  .probes {
    position: absolute;
    margin: 0;
    clip-path: inset(50%);
  }
  .probes {
    inset-block-start: 0;
    inset-inline-start: 0;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
  }
  /* a colour that changes says so by a transition: of the page's scheme, of a property, of the system */
  .probes > * {
    transition: color 1ms step-end;
  }
  .probes > .up {
    color: var(--_up);
  }
  .probes > .down {
    color: var(--_down);
  }
  .probes > .muted {
    color: var(--_muted);
  }

  /* two columns that are always there, in whatever room there is */
  @container board (width < 12.5rem) {
    .heads,
    .grid .row {
      grid-template-columns: minmax(0, 3fr) minmax(0, 4fr);
    }
    .head,
    .grid .cell {
      padding-inline: 0.25rem;
      font-size: 0.75rem;
    }
    .grid .last.signed::before {
      margin-inline-end: 0.2em;
    }
  }
  /* one upon the other */
  @container board (width < 8.5rem) {
    .heads,
    .grid .row {
      grid-template-columns: minmax(0, 1fr);
    }
    .head {
      padding-block: 0.125rem;
    }
    .grid .cell {
      font-size: min(0.6875rem, 13cqi);
      line-height: calc((var(--_height) - 1px) / 2);
    }
    :host([variant='tiles']) .row {
      grid-template-rows: repeat(3, 1rem);
      padding-inline: 0.25rem;
      line-height: 1rem;
    }
    :host([variant='tiles']) :is(.symbol, .last, .changePercent) {
      grid-area: auto / 1 / auto / -1;
      justify-self: start;
      max-inline-size: 100%;
      font-size: min(0.75rem, 14.5cqi);
      line-height: inherit;
    }
    :host([variant='tiles']) .last {
      margin: 0;
      padding: 0;
    }
    :host([variant='tiles'][density='compact']) .row {
      grid-template-rows: repeat(3, 0.6875rem);
      padding-inline: 0.125rem;
      line-height: 0.6875rem;
    }
    :host([variant='tiles'][density='compact']) :is(.symbol, .last, .changePercent) {
      contain: none;
      grid-area: auto / 1 / auto / -1;
      font-size: 0.625rem;
    }
    :host([variant='tiles'][density='compact']) .trend {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .row[aria-selected='true']:not(:focus-visible) {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media print {
    :host {
      max-block-size: none;
    }
    .scroller,
    :host([variant='tape']) .scroller {
      overflow: visible;
    }
    .body {
      /* stronger than the animation of a tape */
      transform: none !important;
    }
    .pause {
      display: none;
    }
    .last,
    .last > span {
      /* stronger than a flash */
      background: none !important;
    }
    .row[aria-selected='true'] {
      outline: 2px solid #000;
      outline-offset: -2px;
    }
  }
`;

export const boardStyles = [tokens, rules];

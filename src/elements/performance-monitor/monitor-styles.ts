import { css } from 'lit';
import { tokens } from '../shared/tokens.js';

/** Columns of figures, as many as there is room for. `--_plot` is the colour of what is drawn, `--_padding` the room inside. */
const rules = css`
  :host {
    --_plot: var(--ticklane-plot-color, var(--_accent));
    --_padding: clamp(0.375rem, 3cqi, 0.875rem);
    display: block;
    contain: content;
    container: monitor / inline-size;
    contain-intrinsic-inline-size: 20rem;
    min-inline-size: 5rem;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  :host([density='compact']) {
    --_padding: clamp(0.25rem, 2cqi, 0.5rem);
    --_small: 1em;
    font-size: 0.75rem;
  }

  .base {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.625rem 1.25rem;
    padding: var(--ticklane-padding, var(--_padding));
  }
  p,
  dl,
  dd {
    margin: 0;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    align-items: baseline;
    justify-content: space-between;
  }
  .title > span,
  dt,
  thead th {
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
  }
  .title > .table {
    margin-inline-start: auto;
    font-size: var(--_small);
  }
  dd,
  td {
    white-space: nowrap;
    unicode-bidi: plaintext;
  }
  dd:not(.plot) {
    /* whatever its own direction is, it begins where its name does */
    inline-size: fit-content;
    max-inline-size: 100%;
  }

  .main {
    display: grid;
    gap: 0.625rem 0.875rem;
  }
  .main dd {
    overflow: hidden;
    font-size: clamp(1.1em, 4.5cqi, 1.7em);
    font-weight: 600;
    text-overflow: ellipsis;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 2.25rem;
    margin-block-start: 0.25rem;
    border-block-end: 1px solid var(--_border);
  }
  .line {
    fill: none;
    stroke: var(--_plot);
    stroke-width: 1.5;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
  .area {
    fill: var(--_plot);
    opacity: 0.12;
  }

  .more {
    display: grid;
    gap: 0.125rem;
    align-content: start;
  }
  .more,
  .feeds {
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--_border);
  }
  .more > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5rem;
    align-items: baseline;
    justify-content: space-between;
    min-inline-size: 0;
  }
  .more dd {
    font-weight: 500;
  }

  .feeds {
    overflow-x: auto;
    scrollbar-width: thin;
  }
  table {
    inline-size: 100%;
    border-spacing: 0;
  }
  th,
  td {
    padding-block: 0.0625rem;
    padding-inline: 0 0.5rem;
    text-align: end;
    white-space: nowrap;
  }
  :is(th, td):nth-child(-n + 3) {
    text-align: start;
  }

  .notice {
    display: flex;
    gap: 0.5rem;
    align-items: start;
    justify-content: space-between;
    padding-block: 0.375rem;
    padding-inline: 0.625rem 0.375rem;
    border: 1px solid color-mix(in srgb, var(--_plot) 35%, var(--_border));
    border-radius: 0.375rem;
    background: color-mix(in srgb, var(--_plot) 7%, transparent);
    font-size: var(--_small);
  }
  .notice.failed {
    border-color: currentcolor;
    color: var(--_error);
    background: none;
  }
  .notice a {
    color: inherit;
  }
  button,
  .choice > span {
    font: inherit;
    cursor: pointer;
  }
  .dismiss {
    flex: none;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border: 0;
    color: inherit;
    background: none;
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: end;
    justify-content: space-between;
    min-inline-size: 0;
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--_border);
  }
  .controls > :not(fieldset, button) {
    flex: 1 0 100%;
    min-inline-size: 0;
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  .why {
    padding: 0;
    color: var(--_muted);
    font-size: var(--_small);
  }
  .why:empty {
    display: none;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.1875rem;
    margin-block-start: 0.25rem;
  }
  .choice {
    position: relative;
  }
  .choice > input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .choice > span,
  .table,
  .compare {
    display: block;
    box-sizing: border-box;
    min-block-size: 1.75rem;
    padding: 0.1875rem clamp(0.3125rem, 2cqi, 0.625rem);
    border: 1px solid var(--_edge);
    border-radius: 0.375rem;
    color: inherit;
    background: none;
  }
  .choice > :checked + span {
    border-color: var(--_accent);
    background: var(--_chosen);
    font-weight: 600;
  }
  :is(.choice:hover > :enabled + span, .table:hover, .compare:enabled:hover) {
    border-color: var(--_color);
  }
  .choice > :focus-visible + span {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  :disabled,
  :disabled .choice > span,
  .choice > :disabled + span {
    color: var(--_muted);
    cursor: default;
  }
  .progress {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    align-items: center;
    font-size: var(--_small);
  }
  progress {
    flex: 1 1 8rem;
    min-inline-size: 0;
    block-size: 0.375rem;
    accent-color: var(--_plot);
  }
  .compared {
    max-inline-size: 40rem;
    padding-block-start: 0;
    border: 0;
  }
  .compared th {
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
  }
  .compared :is(th, td) {
    padding-inline: 0.25rem;
  }
  .compared :is(th, td):nth-child(-n + 3) {
    text-align: end;
  }
  .compared :is(th, td):first-child {
    text-align: start;
  }
  .compared tbody tr:nth-child(odd) {
    background: color-mix(in srgb, var(--_color) 4%, transparent);
  }

  @container monitor (width >= 24em) {
    .main {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .base {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .base > :not(.more) {
      grid-column: 1 / -1;
    }
  }
  @container monitor (width >= 56em) {
    .base {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }
  :host([variant='compact']) {
    --_padding: 0.1875rem 0.75rem;
    display: inline-block;
    container-type: normal;
    max-inline-size: 100%;
    min-inline-size: 0;
    vertical-align: middle;
    border-radius: 1rem;
  }
  :host([variant='compact']) .main {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.875rem;
  }
  :host([variant='compact']) .main > div {
    display: flex;
    flex-direction: row-reverse;
    gap: 0.3em;
    align-items: baseline;
  }
  :host([variant='compact']) .main dd {
    font-size: inherit;
  }
  :host([variant='compact']) .notice {
    padding: 0;
    border: 0;
  }
  @media (forced-colors: active) {
    :host {
      --_plot: CanvasText;
    }
    .choice > :checked + span {
      forced-color-adjust: none;
      border-color: Highlight;
      color: HighlightText;
      background: Highlight;
    }
    :disabled,
    :disabled .choice > span,
    .choice > :disabled + span {
      color: GrayText;
    }
  }
  @media print {
    :host {
      --_plot: #000;
    }
    .controls,
    .table,
    .dismiss {
      display: none;
    }
  }
`;

export const monitorStyles = [tokens, rules];

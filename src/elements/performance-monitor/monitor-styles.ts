import { css } from 'lit';

/** The look of a ticker: colours follow the page's `color-scheme`, digits all have one width. `--_padding` is the room inside. */
export const monitorStyles = css`
  :host {
    --_muted: var(--ticklane-muted-color, light-dark(#596270, #9aa4b2));
    --_color: var(--ticklane-color, light-dark(#151a21, #eef1f5));
    --_plot: var(--ticklane-plot-color, light-dark(#1c6ef2, #6aa3ff));
    --_border: var(--ticklane-border-color, light-dark(#dfe3e8, #2a303a));
    --_error: var(--ticklane-error-color, light-dark(#c11f2e, #ff7b7b));
    --_padding: clamp(0.5rem, 3cqi, 0.875rem);
    display: block;
    box-sizing: border-box;
    contain: content;
    container-type: inline-size;
    contain-intrinsic-inline-size: 20rem;
    min-width: 5rem;
    border: 1px solid var(--_border);
    border-radius: var(--ticklane-radius, 0.625rem);
    color: var(--_color);
    background: var(--ticklane-background, light-dark(#fff, #151a21));
    font: 0.8125rem / 1.35 var(--ticklane-font, system-ui);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
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
    font-size: 0.75rem;
    font-weight: 400;
  }
  dd,
  td {
    white-space: nowrap;
    unicode-bidi: plaintext;
  }

  .main {
    display: grid;
    gap: 0.625rem 0.875rem;
  }
  .main dd {
    overflow: hidden;
    font-size: clamp(0.875rem, 4.5cqi, 1.375rem);
    font-weight: 600;
    text-overflow: ellipsis;
  }
  svg {
    display: block;
    width: 100%;
    height: 2.25rem;
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
    min-width: 0;
  }
  .more dd {
    font-weight: 500;
  }

  .feeds {
    overflow-x: auto;
  }
  :focus-visible {
    outline: 2px solid var(--_plot);
  }
  table {
    width: 100%;
    border-spacing: 0;
  }
  th,
  td {
    padding: 0.0625rem 0.5rem 0.0625rem 0;
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
    padding: 0.375rem 0.5rem;
    border: 1px solid;
    border-radius: 0.375rem;
    color: var(--_error);
    font-size: 0.75rem;
  }
  button {
    flex: none;
    width: 1.5rem;
    height: 1.5rem;
    border: 0;
    color: inherit;
    background: none;
    font: inherit;
    cursor: pointer;
  }

  @container (width >= 20rem) {
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
  @container (width >= 46rem) {
    .base {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }
  :host([variant='compact']) {
    --_padding: 0.1875rem 0.75rem;
    display: inline-block;
    container-type: normal;
    max-width: 100%;
    min-width: 0;
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
  :host([hidden]) {
    display: none;
  }
  @media (forced-colors: active) {
    :host {
      --_plot: CanvasText;
    }
  }
`;

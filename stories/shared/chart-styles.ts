import { css } from 'lit';

/** Colours are custom properties with a value for light and one for dark; each stands out against the card by 3:1 and more. */
export const chartStyles = css`
  :host {
    --card: var(--chart-background, light-dark(#fff, #151a21));
    --line: var(--chart-border-color, light-dark(#dfe3e8, #262c36));
    --muted: var(--chart-muted-color, light-dark(#596270, #9aa4b2));
    --price-rise: var(--chart-rise-color, light-dark(#8a94a3, #a3adba));
    --price-fall: var(--chart-fall-color, light-dark(#596270, #6d7887));
    --colour-0: var(--chart-color-1, light-dark(#1c6ef2, #6aa3ff));
    --colour-1: var(--chart-color-2, light-dark(#c2410c, #ff9e5e));
    --colour-2: var(--chart-color-3, light-dark(#0a7d33, #4cd07d));
    --colour-3: var(--chart-color-4, light-dark(#8b3fd9, #c79bff));
    /* charts of a row of the grid line up: caption, panels, values, summary */
    display: grid;
    grid-row: span 4;
    grid-template-rows: subgrid;
  }
  figure {
    display: grid;
    grid-row: 1 / -1;
    grid-template-rows: subgrid;
    grid-template-columns: minmax(0, 1fr);
    row-gap: 0.5rem;
    margin: 0;
    padding: 0.75rem 0.875rem 0.875rem;
    border: 1px solid var(--line);
    border-radius: 0.625rem;
    background: var(--card);
  }
  figcaption {
    display: grid;
    align-content: start;
    gap: 0.125rem;
  }
  code {
    color: var(--muted);
    font: 0.75rem / 1.4 ui-monospace, monospace;
    overflow-wrap: anywhere;
  }
  .panels {
    display: grid;
    align-content: start;
    gap: 0.25rem;
  }
  .panel {
    position: relative;
    block-size: 7.5rem;
    padding-inline-end: 2.75rem;
    border-block-start: 1px solid var(--line);
  }
  .panel.lower {
    block-size: 4.5rem;
  }
  .panel:only-child {
    block-size: 12.25rem;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
  }
  span {
    position: absolute;
    inset-inline-end: 0;
    color: var(--muted);
    font-size: 0.6875rem;
    line-height: 1;
    font-variant-numeric: tabular-nums;
    translate: 0 -50%;
  }
  path {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .rise,
  .fall {
    stroke: var(--price-rise);
    stroke-width: 1.25;
  }
  .fall {
    stroke: var(--price-fall);
  }
  .volume {
    stroke: var(--line);
    stroke-width: 1.5;
  }
  .level {
    stroke: var(--price-rise);
    stroke-dasharray: 2 3;
  }
  .line {
    stroke: var(--colour);
    stroke-width: 1.5;
    stroke-linejoin: round;
  }
  .dots {
    stroke: var(--colour);
    stroke-width: 2.5;
    stroke-linecap: round;
  }
  .strokes {
    stroke: var(--colour);
    stroke-width: 1.5;
    opacity: 0.75;
  }
  .band {
    fill: var(--colour-0);
    opacity: 0.1;
  }
  .truth {
    fill: var(--colour);
    opacity: 0.4;
  }
  .colour-0 {
    --colour: var(--colour-0);
  }
  .colour-1 {
    --colour: var(--colour-1);
  }
  .colour-2 {
    --colour: var(--colour-2);
  }
  .colour-3 {
    --colour: var(--colour-3);
  }
  ul {
    align-content: start;
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }
  li::before {
    content: "";
    display: inline-block;
    inline-size: 0.75rem;
    block-size: 0.1875rem;
    margin-inline-end: 0.375rem;
    border-radius: 0.125rem;
    background: var(--colour);
    vertical-align: middle;
  }
  p {
    margin: 0;
    color: var(--muted);
    font-size: 0.8125rem;
  }
`;

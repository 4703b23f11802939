import { type CSSResult, css, unsafeCSS } from 'lit';

/**
 * What a page sets for both schemes; without it a pair, one for each. Which of a pair counts is said here: bundlers rewrite `light-dark()` in the sheets of
 * pages and presets, but not in texts. Names are given in full, as the manifest is made from them.
 */
function colour(name: string, light: string, dark: string): CSSResult {
  return unsafeCSS(`var(${name}, light-dark(var(${name}-light, ${light}), var(${name}-dark, ${dark})))`);
}

/**
 * What all elements look like. Pages set `--ticklane-*`; rules read the private names, which fall back to colours that have the contrast of WCAG AA
 * on the background in both schemes, also on `--_chosen`. Where the system has its own colours, or the page is printed, pages are not asked.
 */
export const tokens = css`
  :host {
    --_color: ${colour('--ticklane-color', '#151a21', '#eef1f5')};
    --_muted: ${colour('--ticklane-muted-color', '#565f6d', '#9aa4b2')};
    --_up: ${colour('--ticklane-up-color', '#0a7330', '#4cd07d')};
    --_down: ${colour('--ticklane-down-color', '#be1e2d', '#ff8080')};
    --_error: ${colour('--ticklane-error-color', '#be1e2d', '#ff8080')};
    --_accent: ${colour('--ticklane-accent-color', '#1862d8', '#6aa3ff')};
    --_background: ${colour('--ticklane-background', '#fff', '#151a21')};
    --_border: ${colour('--ticklane-border-color', '#dfe3e8', '#2a303a')};
    /* around what is pressed */
    --_edge: color-mix(in srgb, var(--_muted) 72%, var(--_background));
    --_chosen: color-mix(in srgb, var(--_accent) 12%, var(--_background));
    --_radius: var(--ticklane-radius, 0.625rem);
    --_small: 0.923em;
    box-sizing: border-box;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    color: var(--_color);
    background: var(--_background);
    font: 0.8125rem / 1.35 var(--ticklane-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    /* whatever a variant is */
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  @media (prefers-contrast: more) {
    :host {
      --_color: ${colour('--ticklane-color', '#000', '#fff')};
      --_muted: ${colour('--ticklane-muted-color', '#333a44', '#d3d9e1')};
      --_up: ${colour('--ticklane-up-color', '#00501d', '#7df0a6')};
      --_down: ${colour('--ticklane-down-color', '#8c0917', '#ffb3b3')};
      --_error: ${colour('--ticklane-error-color', '#8c0917', '#ffb3b3')};
      --_accent: ${colour('--ticklane-accent-color', '#003f9e', '#a9caff')};
      --_background: ${colour('--ticklane-background', '#fff', '#000')};
      --_border: ${colour('--ticklane-border-color', '#4c5560', '#aab3bf')};
    }
  }
  @media (forced-colors: active) {
    :host {
      --_color: CanvasText;
      --_muted: CanvasText;
      --_up: CanvasText;
      --_down: CanvasText;
      --_error: CanvasText;
      --_accent: Highlight;
      --_background: Canvas;
      --_border: CanvasText;
    }
  }
  @media print {
    :host {
      --_color: #000;
      --_muted: #333;
      --_up: #000;
      --_down: #000;
      --_error: #000;
      --_accent: #000;
      --_background: #fff;
      --_border: #777;
      break-inside: avoid;
    }
  }
`;

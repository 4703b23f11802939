import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';

/** Shows a story in the colours that the toolbar or the story asks for; `parameters.width` is its greatest width. */
export const colours: Decorator = (story, { globals, parameters }) => html`
  <div
    style="color-scheme: ${globals.colours}; padding: 1rem; border-radius: 0.5rem; font: 0.875rem / 1.4 system-ui, sans-serif;
      color: light-dark(#12161c, #eef1f5); background: light-dark(#f3f5f8, #0c1015)"
  >
    <div style="max-inline-size: ${parameters.width ?? '15rem'}">${story()}</div>
  </div>
`;

import type { Decorator } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';

/** Shows a story in the colours, the preset and the direction that the toolbar or the story asks for; `parameters.width` is its greatest width. */
export const surroundings: Decorator = (story, { globals, parameters, viewMode }) => {
  const { colours, direction, preset } = globals;
  // the page around a story, which in a text has others beside it
  if (viewMode === 'story') document.documentElement.style.colorScheme = colours;
  return html`
    <div
      dir=${direction}
      class=${preset || nothing}
      style="color-scheme: ${colours}; padding: ${viewMode === 'story' ? '0' : '1rem'}; border-radius: 0.5rem;
        font: 0.875rem / 1.4 system-ui, sans-serif; color: light-dark(#12161c, #eef1f5);
        background: light-dark(#f3f5f8, #0c1015)"
    >
      <div style="max-inline-size: ${parameters.width ?? '15rem'}">${story()}</div>
    </div>
  `;
};

import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import manifest from '../custom-elements.json';
import { colours } from '../stories/shared/colours.js';

setCustomElementsManifest(manifest);

const declarations = manifest.modules.flatMap(({ declarations = [] }) => declarations);

/** The manifest says what an element is as its summary; Storybook looks for a description. */
function extractComponentDescription(tag: string): string | undefined {
  return declarations.find(({ tagName }) => tagName === tag)?.summary;
}

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [colours],
  // what no story sets is documented, without a control that would do nothing
  argTypesEnhancers: [
    ({ argTypes, initialArgs }) =>
      Object.fromEntries(
        Object.entries(argTypes).map(([name, type]) => [
          name,
          name in initialArgs ? type : { ...type, control: false },
        ]),
      ),
  ],
  parameters: {
    layout: 'padded',
    controls: { expanded: true },
    a11y: { test: 'error' },
    docs: { extractComponentDescription, source: { type: 'dynamic', excludeDecorators: true } },
    options: {
      storySort: {
        order: [
          'Elements',
          ['ticker-widget', 'ticker-board', 'data-feed', 'performance-monitor'],
          'Ticker',
          'Alerts',
          'Indicators',
        ],
      },
    },
  },
  globalTypes: {
    colours: {
      description: 'Colours of the page',
      toolbar: {
        title: 'Colours',
        icon: 'contrast',
        items: [
          { value: 'light dark', title: 'As the system' },
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { colours: 'light dark' },
};

export default preview;

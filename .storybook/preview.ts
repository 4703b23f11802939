import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import { themes } from 'storybook/theming';
import manifest from '../custom-elements.json';
import { codeToCopy } from '../stories/shared/code-to-copy.js';
import { surroundings } from '../stories/shared/surroundings.js';

setCustomElementsManifest(manifest);

const declarations: readonly { tagName?: string; summary?: string }[] = manifest.modules.flatMap(
  ({ declarations = [] }) => declarations,
);

/** The manifest says what an element is as its summary; Storybook looks for a description. */
function extractComponentDescription(tag: string): string | undefined {
  return declarations.find(({ tagName }) => tagName === tag)?.summary;
}

/** Tables of an element from above: what is set comes first. */
const CATEGORIES = ['attributes', 'data-feed', 'ticker-widget', 'simulator', 'properties', 'events', 'slots'];
const rankOf = (category: string) => (CATEGORIES.includes(category) ? CATEGORIES.indexOf(category) : CATEGORIES.length);

/** What stories write onto their element, whether they set it themselves or not. */
const WRITTEN = ['attributes', 'css custom properties'];

/** The control of an attribute by its type in the manifest. */
function controlOf(type: string, category: string): 'text' | 'number' | 'boolean' {
  if (category !== 'attributes') return 'text';
  if (type.includes('number')) return 'number';
  return type === 'boolean' ? 'boolean' : 'text';
}

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [surroundings],
  // what the manifest knows can be set; what nothing would be done with is documented without a control
  argTypesEnhancers: [
    ({ argTypes, initialArgs }) => {
      const all = Object.entries(argTypes).map(([name, type]): [string, typeof type] => {
        if (type.control || name in initialArgs) return [name, type];
        const { category = '', type: described } = type.table ?? {};
        if (!WRITTEN.includes(category)) return [name, { ...type, control: false }];
        return [name, { ...type, control: { type: controlOf(described?.summary ?? '', category) } }];
      });
      const rank = ([, { table }]: (typeof all)[number]) => rankOf(table?.category ?? '');
      return Object.fromEntries(all.sort((one, other) => rank(one) - rank(other)));
    },
  ],
  parameters: {
    layout: 'padded',
    controls: { expanded: true },
    a11y: { test: 'error' },
    docs: {
      codePanel: true,
      theme: matchMedia('(prefers-color-scheme: dark)').matches ? themes.dark : themes.light,
      toc: { headingSelector: 'h2, h3' },
      extractComponentDescription,
      source: { type: 'dynamic', excludeDecorators: true, transform: codeToCopy },
    },
    viewport: {
      options: {
        phone: { name: 'Phone, 390 px', styles: { width: '390px', height: '844px' }, type: 'mobile' },
        tablet: { name: 'Tablet, 820 px', styles: { width: '820px', height: '1180px' }, type: 'tablet' },
        desktop: { name: 'Desktop, 1280 px', styles: { width: '1280px', height: '800px' }, type: 'desktop' },
      },
    },
    options: {
      storySort: {
        order: [
          'Guide',
          'Playground',
          'Elements',
          ['ticker-widget', 'ticker-widget on bars', 'ticker-board', 'data-feed', 'price-alert', 'performance-monitor'],
          'Indicators',
          'Reference',
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
    direction: {
      description: 'Direction of the text',
      toolbar: {
        title: 'Direction',
        icon: 'transfer',
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { colours: 'light dark', direction: 'ltr' },
};

export default preview;

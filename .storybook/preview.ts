/// <reference types="vite/client" />
import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import type { InputType } from 'storybook/internal/types';
import { themes } from 'storybook/theming';
import manifest from '../custom-elements.json';
import '../src/elements/themes.css';
import '../src/locales/ar.js';
import '../src/locales/de.js';
import '../src/locales/ja.js';
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
const CATEGORIES = ['attributes', 'data-feed', 'ticker-widget', 'simulator', 'css custom properties', 'properties'];
const rankOf = (category = '') => (CATEGORIES.includes(category) ? CATEGORIES.indexOf(category) : CATEGORIES.length);

/** What stories write onto their element, whether they set it themselves or not. */
const WRITTEN = ['attributes', 'css custom properties'];

/** The control of an attribute by its type in the manifest: a choice where that is several words. */
function controlOf(type: string, category: string): Pick<InputType, 'control' | 'options'> {
  if (category !== 'attributes') return { control: { type: 'text' } };
  const words = [...type.matchAll(/'([^']+)'/g)].map(([, word]) => word);
  if (words.length > 1) return { control: { type: 'inline-radio' }, options: words };
  if (/^number\b/.test(type) && !type.includes('string')) return { control: { type: 'number' } };
  return { control: { type: type === 'boolean' ? 'boolean' : 'text' } };
}

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [surroundings],
  // what the manifest knows can be set; what nothing would be done with is documented without a control
  argTypesEnhancers: [
    ({ argTypes, initialArgs }) => {
      const entries = Object.entries(argTypes).sort(
        ([, one], [, other]) => rankOf(one.table?.category) - rankOf(other.table?.category),
      );
      return Object.fromEntries(
        entries.map(([name, type]) => {
          const { category = '', type: described } = type.table ?? {};
          const isWritten = WRITTEN.includes(category);
          if (type.control || (name in initialArgs && !isWritten)) return [name, type];
          return [
            name,
            { ...type, ...(isWritten ? controlOf(described?.summary ?? '', category) : { control: false }) },
          ];
        }),
      );
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
          'Migration',
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
    preset: {
      description: 'Colours of what has risen and fallen',
      toolbar: {
        title: 'Preset',
        icon: 'paintbrush',
        items: [
          { value: '', title: 'Green and red' },
          { value: 'ticklane-blue-orange', title: 'Blue and orange' },
          { value: 'ticklane-red-up', title: 'Red has risen, green has fallen' },
          { value: 'ticklane-red-up-blue-down', title: 'Red has risen, blue has fallen' },
          { value: 'ticklane-plain', title: 'Without colours' },
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
  initialGlobals: { colours: 'light dark', direction: 'ltr', preset: '' },
};

export default preview;

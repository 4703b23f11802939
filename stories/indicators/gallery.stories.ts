import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { type CatalogEntry, indicators } from '../../src/indicators/index.js';
import '../shared/indicator-chart.js';

interface Args {
  group: CatalogEntry['group'] | '';
}

const GROUPS = ['averages', 'statistics', 'oscillators', 'bands', 'trend', 'volume', 'relations'] as const;

const meta: Meta<Args> = {
  title: 'Indicators/Gallery',
  parameters: {
    width: 'none',
    docs: {
      source: { code: null },
      description: {
        component:
          'What each function of `indicators` and `when` gives, over the same made-up bars: on the price, or below it.',
      },
    },
  },
  args: { group: '' },
  argTypes: { group: { control: 'select', options: ['', ...GROUPS] } },
  render: ({ group }) => html`<div
  style="display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: 0.75rem"
>
  ${[...indicators.values()]
    .filter((entry) => !group || entry.group === group)
    .map(({ name }) => html`<indicator-chart name=${name}></indicator-chart>`)}
</div>`,
};
export default meta;
type Story = StoryObj<Args>;

/** Every function of the language, over the same made-up bars. */
export const All: Story = {};

/** Lines that follow the price. */
export const Averages: Story = { args: { group: 'averages' } };

/** What the last values are, taken together. */
export const Statistics: Story = { args: { group: 'statistics' } };

/** Lines that swing, most of them between two limits. */
export const Oscillators: Story = { args: { group: 'oscillators' } };

/** Lines around the price. */
export const Bands: Story = { args: { group: 'bands' } };

/** Whether there is one, how strong it is, and where it would end. */
export const Trend: Story = { args: { group: 'trend' } };

/** What volume says of the price. Strokes at the lower edge are the volume. */
export const Volume: Story = { args: { group: 'volume' } };

/** Comparisons with a bar before, or with another series. Coloured where a condition is true. */
export const Relations: Story = { args: { group: 'relations' } };

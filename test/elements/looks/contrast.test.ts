import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.js';
import themes from '../../../src/elements/themes.css?raw';
import { until } from '../page.js';
import { colourOf, contrast } from './contrast.js';

/** WCAG AA, for texts, and for what is no text. */
const TEXT = 4.5;
const GRAPHIC = 3;

const PRESETS = [...themes.matchAll(/^\.([\w-]+) \{/gm)].map(([, name]) => name as string);

/** What stands on what, at least with this contrast; the grounds from the lowest. */
const PAIRS: readonly (readonly [name: string, grounds: readonly string[], least: number])[] = [
  ...['--_color', '--_muted', '--_up', '--_down'].flatMap(
    (name) =>
      [
        [name, ['--_background'], TEXT],
        [name, ['--_chosen'], TEXT],
      ] as const,
  ),
  ['--_error', ['--_background'], TEXT],
  ['--_accent', ['--_background'], GRAPHIC],
  ['--_accent', ['--_chosen'], GRAPHIC],
  ['--_edge', ['--_background'], GRAPHIC],
];

/** How much of its colour a flash begins with. */
const FLASH = 28;

describe('colours of the elements', () => {
  for (const scheme of ['light', 'dark']) {
    for (const preset of ['', ...PRESETS]) {
      it(`have the contrast of WCAG AA: ${scheme}${preset && `, ${preset}`}`, async () => {
        const page = await fixture<HTMLElement>(html`<div class=${preset}>
          <style>
            ${themes}
          </style>
          <ticker-widget></ticker-widget><ticker-board></ticker-board><performance-monitor></performance-monitor>
        </div>`);
        page.style.colorScheme = scheme;
        const elements = [...page.querySelectorAll('ticker-widget, ticker-board, performance-monitor')];
        // some bring their sheets along with their code
        await until(
          () => elements.every(({ shadowRoot }) => (shadowRoot?.adoptedStyleSheets.length ?? 0) > 0),
          'styles',
        );
        for (const element of elements) {
          for (const [name, grounds, least] of PAIRS) {
            const found = contrast(colourOf(element, name), ...grounds.map((ground) => colourOf(element, ground)));
            expect(found, `${element.localName} ${name} on ${grounds}`).to.be.at.least(least);
          }
          for (const move of ['--_up', '--_down']) {
            const flash = colourOf(element, move)
              .replace('rgb(', 'rgba(')
              .replace(')', `, ${FLASH / 100})`);
            const [text, ground] = [colourOf(element, '--_color'), colourOf(element, '--_background')];
            expect(contrast(text, ground, flash), `${element.localName} flash of ${move}`).to.be.at.least(TEXT);
          }
        }
      });
    }
  }

  it('are told apart where colours are not seen: a preset has another lightness, hue or none at all', async () => {
    const page = await fixture<HTMLElement>(html`<div class="ticklane-blue-orange">
      <style>
        ${themes}
      </style>
      <ticker-widget></ticker-widget>
    </div>`);
    const widget = page.querySelector('ticker-widget') as Element;
    const [up, down] = ['--_up', '--_down'].map((name) => colourOf(widget, name).match(/\d+/g)?.map(Number) ?? []);
    // blue and orange are opposite in what every kind of colour vision keeps: blue against yellow
    const blueness = ([red = 0, green = 0, blue = 0]: readonly number[] = []) => blue - (red + green) / 2;
    expect(blueness(up)).to.be.above(60);
    expect(blueness(down)).to.be.below(-60);
  });
});

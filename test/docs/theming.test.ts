import { expect } from '@open-wc/testing';
import manifest from '../../custom-elements.json';
import guide from '../../docs/theming.md?raw';
import '../../src/index.js';
import themes from '../../src/elements/themes.css?raw';
import type { TickerBoard, TickerWidget } from '../../src/index.js';
import { colourOf } from '../elements/looks/contrast.js';
import { nothingLeft, until } from '../elements/page.js';

/** The code behind a mark, as it stands in the guide. */
function code(mark: string): string {
  const [, found = ''] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`\\w+\\n(.*?)\n\`\`\``, 's').exec(guide) ?? [];
  expect(found, `${mark} in docs/theming.md`).not.to.equal('');
  return found;
}

/** A page with these sheets; HTML of the guide, which is trusted, is parsed as a browser does. */
async function pageWith(markup: string, ...sheets: readonly string[]): Promise<HTMLElement> {
  const page = document.createElement('div');
  const parsed = new DOMParser().parseFromString(markup, 'text/html');
  page.append(...parsed.body.childNodes);
  for (const text of sheets) {
    const sheet = document.createElement('style');
    sheet.textContent = text;
    page.append(sheet);
  }
  document.body.append(page);
  await Promise.all(
    [...page.querySelectorAll<TickerWidget>('ticker-widget, ticker-board')].map((each) => each.updateComplete),
  );
  return page;
}

const find = <Found extends Element = TickerWidget>(page: Element, selector: string) =>
  page.querySelector(selector) as Found;
const part = (element: TickerWidget | TickerBoard, name: string) =>
  getComputedStyle(element.renderRoot.querySelector(`[part~="${name}"]`) as Element);

describe('the guide to themes', () => {
  let page: HTMLElement;
  afterEach(async () => {
    page.remove();
    document.documentElement.removeAttribute('style');
    await nothingLeft();
  });

  it('colours follow the scheme, and take those of the page', async () => {
    const markup = '<ticker-widget></ticker-widget><div class="night"><ticker-widget></ticker-widget></div>';
    page = await pageWith(markup, code('css: scheme'));
    const night = find(page, '.night > ticker-widget');
    expect(getComputedStyle(night).backgroundColor).to.equal('rgb(21, 26, 33)');
    page.remove();
    page = await pageWith(markup, code('css: scheme'), code('css: brand'));
    const style = getComputedStyle(find(page, '.night > ticker-widget'));
    expect([style.backgroundColor, style.borderTopLeftRadius]).to.deep.equal(['rgb(27, 27, 31)', '4px']);
    expect(style.fontFamily).to.equal('Georgia, serif');
    expect(colourOf(find(page, '.night > ticker-widget'), '--_accent')).to.equal('rgb(216, 180, 254)');
  });

  it('a larger text makes a larger ticker', async () => {
    const ticker = '<ticker-widget style="inline-size: 20rem"></ticker-widget>';
    page = await pageWith(`${ticker}<div class="headline">${ticker}</div>`, code('css: size'));
    const height = (selector: string) => find(page, selector).offsetHeight;
    expect(height('.headline > ticker-widget')).to.be.above(1.2 * height('ticker-widget'));
  });

  it('presets are inherited, and the closest counts', async () => {
    page = await pageWith(code('html: presets'), themes);
    page.style.colorScheme = 'light';
    expect(colourOf(find(page, 'ticker-widget'), '--_up')).to.equal('rgb(11, 92, 173)');
    expect(colourOf(find(page, '.ticklane-red-up'), '--_up')).to.equal('rgb(190, 30, 45)');
    const named = [...guide.matchAll(/^\| `(ticklane-[\w-]+)`/gm)].map(([, name]) => name);
    const there = [...themes.matchAll(/^\.([\w-]+) \{/gm)].map(([, name]) => name);
    expect(named).to.deep.equal(there);
  });

  it('a property without an ending is for both schemes, and overrules pairs and presets', async () => {
    const ticker = '<ticker-widget class="ticklane-red-up"></ticker-widget>';
    const own = ':root { --ticklane-up-color: rgb(1 2 3) } .pair { --ticklane-down-color-dark: rgb(4 5 6) }';
    page = await pageWith(`${ticker}<div class="night pair">${ticker.replace('red-up', 'dense')}</div>`, themes, own);
    const night = find(page, '.night > ticker-widget');
    expect(colourOf(find(page, 'ticker-widget'), '--_up')).to.equal('rgb(1, 2, 3)');
    expect(colourOf(night, '--_up')).to.equal('rgb(1, 2, 3)');
    for (const [scheme, down] of [
      ['light', 'rgb(190, 30, 45)'],
      ['dark', 'rgb(4, 5, 6)'],
    ] as const) {
      night.style.colorScheme = scheme;
      expect(colourOf(night, '--_down'), scheme).to.equal(down);
    }
  });

  it('parts and states take rules', async () => {
    page = await pageWith(
      `<data-feed src="sim:rate=200&count=20"></data-feed><ticker-widget symbol="A" stale-after="300"></ticker-widget>
       <ticker-board symbols="A" columns="symbol last volume"></ticker-board>`,
      code('css: parts'),
      code('css: states'),
    );
    const widget = find(page, 'ticker-widget');
    const board = find<TickerBoard>(page, 'ticker-board');
    await until(() => board.renderRoot.querySelector('[part~="volume"]') !== null, 'a row');
    expect(part(widget, 'label').letterSpacing).not.to.equal('normal');
    expect(part(board, 'head').textTransform).to.equal('uppercase');
    expect(part(board, 'volume').fontStyle).to.equal('italic');
    await until(() => widget.matches(':state(stale)'), 'stale');
    expect(getComputedStyle(widget).opacity).to.equal('0.7');
  });

  it('a button of the page opens the table of a sparkline', async () => {
    page = await pageWith(code('html: table'));
    const widget = find(page, '#ticker');
    await until(() => widget.values.last > 0, 'a price');
    find<HTMLButtonElement>(page, 'button').click();
    await until(() => widget.renderRoot.querySelector('dialog')?.open === true, 'the table');
  });

  it('names every custom property, part and state of the manifest, and no other', () => {
    const elements = manifest.modules.flatMap(({ declarations }) => declarations ?? []) as unknown as readonly {
      readonly tagName: string;
      readonly cssProperties?: readonly { readonly name: string; readonly default?: string }[];
      readonly cssParts?: readonly { readonly name: string }[];
      readonly cssStates?: readonly { readonly name: string }[];
    }[];
    const rows = [...guide.matchAll(/^\| `(--ticklane-[\w-]+)` \|[^|]*\| ([^|]*) \| ([^|]*)/gm)];
    const properties = elements.flatMap(({ cssProperties = [] }) => cssProperties);
    const coloured = rows.filter(([, , light = '']) => light.startsWith('`#'));
    const pairs = coloured.flatMap(([, name]) => [`${name}-light`, `${name}-dark`]);
    const named = [...rows.map(([, name]) => name), ...pairs];
    expect(named.sort()).to.deep.equal([...new Set(properties.map(({ name }) => name))].sort());
    for (const [, name, ...columns] of coloured) {
      const [light, dark] = columns.map((column) => column.replaceAll('`', '').trim());
      const defaultOf = (ending: string) => properties.find((property) => property.name === name + ending)?.default;
      expect(['', '-light', '-dark'].map(defaultOf), name).to.deep.equal([
        `light-dark(${light}, ${dark})`,
        light,
        dark,
      ]);
    }
    for (const [kind, heading] of [
      ['cssParts', 'Parts'],
      ['cssStates', 'States'],
    ] as const) {
      const section = guide.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const element of elements) {
        const listed = element[kind]?.map(({ name }) => name) ?? [];
        if (listed.length === 0 || element.tagName === 'data-feed') continue;
        const [, line = ''] = new RegExp(`^\\| \`<${element.tagName}>\` \\| (.*) \\|$`, 'm').exec(section) ?? [];
        const named = [...line.matchAll(/`([\w-]+)`/g)].map(([, name]) => name as string);
        expect(named.sort(), `${element.tagName}: ${heading}`).to.deep.equal([...listed].sort());
      }
    }
  });
});

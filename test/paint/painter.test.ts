import { expect } from '@open-wc/testing';
import { nextSheet, postedSheets } from '../../src/paint/painter.js';
import { DRAWINGS } from '../../src/paint/painter-protocol.js';
import { LocalSheets, type Sheets } from '../../src/paint/sheets.js';
import { until } from '../elements/page.js';

const COLOURS = ['rgb(0, 0, 0)', 'rgb(200, 0, 0)'];
const rising = Float64Array.from({ length: 60 }, (_, index) => 100 + index);
const box = (row: number) => ({ x: 5, y: row * 20, width: 90, height: 20 });

/** Sheets, and the numbers of those that were said to show what was drawn. */
function posted(): { sheets: Sheets; shown: number[]; lost: () => number } {
  const shown: number[] = [];
  let losses = 0;
  const sheets = postedSheets({ shown: (numbers) => shown.push(...numbers), lost: () => losses++ });
  if (!sheets) throw new Error('this browser has no canvas for workers');
  return { sheets, shown, lost: () => losses };
}

/** The rows of 20 pixels in which a canvas shows something, and the strongest red of it. */
function inked(canvas: HTMLCanvasElement): { rows: number[]; red: number } {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d') as CanvasRenderingContext2D;
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const rows = new Set<number>();
  let red = 0;
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] as number) < 100) continue;
    rows.add(Math.floor(at / 4 / copy.width / 20));
    red = Math.max(red, data[at] as number);
  }
  return { rows: [...rows], red };
}

function made(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  return canvas;
}

describe('the painter', () => {
  it('draws in its worker what this thread draws without it', async () => {
    const { sheets, shown } = posted();
    const local = new LocalSheets(() => {});
    const both = [sheets, local].map((each) => {
      const canvas = made();
      const sheet = nextSheet();
      each.colour(COLOURS);
      each.fit(sheet, canvas, 100, 80, 1);
      each.draw(sheet, box(0), rising, 60, 0);
      each.draw(sheet, box(2), rising, 60, 1);
      each.flush([sheet]);
      return { canvas, sheet };
    });
    await until(() => shown.includes(both[0]?.sheet as number), 'it is shown');
    await until(() => inked(both[0]?.canvas as HTMLCanvasElement).rows.length > 0, 'it shows');
    const [there, here] = both.map(({ canvas }) => inked(canvas));
    expect(there).to.deep.equal(here);
    expect(there?.rows).to.deep.equal([0, 2]);
    expect(there?.red).to.be.above(150);
    sheets.close();
    for (const { canvas } of both) canvas.remove();
  });

  it('takes more drawings than a buffer has room for, in order, and empties a sheet that is fitted anew', async () => {
    const { sheets, shown } = posted();
    const canvas = made();
    const sheet = nextSheet();
    sheets.colour(COLOURS);
    sheets.fit(sheet, canvas, 100, 80, 1);
    for (let times = 0; times < 3 * DRAWINGS; times++) sheets.draw(sheet, box(0), rising, 60, times % 2);
    sheets.draw(sheet, box(3), rising, 60, 0);
    sheets.flush([sheet]);
    await until(() => inked(canvas).rows.join() === '0,3', 'both rows');
    expect(inked(canvas).red).to.be.above(150);
    sheets.fit(sheet, canvas, 100, 80, 1);
    sheets.draw(sheet, box(1), rising, 60, 0);
    sheets.flush([sheet]);
    await until(() => inked(canvas).rows.join() === '1', 'the new row alone');
    expect(shown).to.include(sheet);
    sheets.close();
    canvas.remove();
  });

  it('tells each user of its own sheets, with its own colours', async () => {
    const users = [posted(), posted()];
    const drawn = users.map(({ sheets }, index) => {
      const canvas = made();
      const sheet = nextSheet();
      sheets.colour([index === 0 ? 'rgb(0, 0, 0)' : 'rgb(250, 0, 0)']);
      sheets.fit(sheet, canvas, 100, 20, 1);
      sheets.draw(sheet, box(0), rising, 60, 0);
      sheets.flush([sheet]);
      return { canvas, sheet };
    });
    await until(() => users.every(({ shown }) => shown.length > 0), 'both');
    expect(users.map(({ shown }) => shown)).to.deep.equal(drawn.map(({ sheet }) => [sheet]));
    await until(() => drawn.every(({ canvas }) => inked(canvas).rows.length > 0), 'both show');
    expect(drawn.map(({ canvas }) => inked(canvas).red > 200)).to.deep.equal([false, true]);
    for (const { sheets } of users) sheets.close();
    for (const { canvas } of drawn) canvas.remove();
  });
});

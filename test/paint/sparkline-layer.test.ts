import { expect } from '@open-wc/testing';
import { SparklineLayer } from '../../src/paint/sparkline-layer.js';

const canvas = () => document.createElement('canvas');
const BLACK = 'rgb(0, 0, 0)';

/** The rows of pixels, from the top, in which a stretch of columns has a line: where it is nearly opaque. */
function lineIn(from: HTMLCanvasElement, left: number, right: number): number[] {
  const { width, height } = from;
  const data = from.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  return Array.from({ length: height }, (_, y) => y).filter((y) => {
    for (let x = left; x < right; x++) if ((data[(y * width + x) * 4 + 3] as number) > 120) return true;
    return false;
  });
}

describe('the layer of sparklines', () => {
  it('draws from the lowest to the highest, in its box alone', () => {
    const on = canvas();
    const layer = new SparklineLayer(on);
    expect(layer.fit(200, 100, 1)).to.equal(true);
    expect(layer.fit(200, 100, 1)).to.equal(false);
    const points = Float64Array.from({ length: 40 }, (_, index) => 1000 + index);
    layer.draw({ x: 0, y: 0, width: 100, height: 50 }, points, 40, BLACK);
    expect(Math.max(...lineIn(on, 2, 12))).to.be.within(43, 50);
    expect(Math.min(...lineIn(on, 88, 98))).to.be.within(0, 7);
    expect(lineIn(on, 100, 200)).to.deep.equal([]);
    expect(lineIn(on, 0, 100).every((y) => y < 50)).to.equal(true);
  });

  it('draws what is flat in the middle, and nothing of less than two points', () => {
    const on = canvas();
    const layer = new SparklineLayer(on);
    layer.fit(100, 40, 1);
    const box = { x: 0, y: 0, width: 100, height: 40 };
    layer.draw(box, new Float64Array(30).fill(7), 30, BLACK);
    const flat = lineIn(on, 10, 90);
    expect(flat.length).to.be.within(1, 3);
    expect(flat.every((y) => y > 17 && y < 22)).to.equal(true);
    layer.draw(box, new Float64Array(30).fill(7), 1, BLACK);
    expect(lineIn(on, 0, 100)).to.deep.equal([]);
  });

  it('has as many pixels as the screen, and no more than a canvas can', () => {
    const on = canvas();
    const layer = new SparklineLayer(on);
    layer.fit(100, 40, 2);
    expect([on.width, on.height]).to.deep.equal([200, 80]);
    expect(layer.fit(100, 40, 1.5)).to.equal(true);
    layer.fit(100, 10_000, 2);
    expect(on.height).to.equal(8192);
    expect(on.width).to.equal(82);
  });
});

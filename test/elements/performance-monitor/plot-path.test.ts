import { expect } from '@open-wc/testing';
import { drawPlot } from '../../../src/elements/performance-monitor/plot-path.js';

describe('the plot of a minute', () => {
  it('begins at 0 below, ends at the right, and reaches at least to the top asked for', () => {
    expect(drawPlot(Float64Array.of(0, 50, 100), 100)).to.deep.equal({
      line: 'M57 23.0h0L58 12.0L59 1.0',
      area: 'M57 24L57 23.0h0L58 12.0L59 1.0V24Z',
    });
    expect(drawPlot(Float64Array.of(50), 200).line).to.equal('M59 17.5h0');
    expect(drawPlot(Float64Array.of(400, 200), 100).line).to.equal('M58 1.0h0L59 12.0');
  });

  it('leaves gaps where nothing is known, and shows what stands alone', () => {
    const values = Float64Array.of(Number.NaN, 100, Number.NaN, 0, 0, Number.NaN);
    expect(drawPlot(values, 100)).to.deep.equal({
      line: 'M55 1.0h0M57 23.0h0L58 23.0',
      area: 'M55 24L55 1.0h0V24ZM57 24L57 23.0h0L58 23.0V24Z',
    });
    expect(drawPlot(new Float64Array(60).fill(Number.NaN), 100)).to.deep.equal({ line: '', area: '' });
  });
});

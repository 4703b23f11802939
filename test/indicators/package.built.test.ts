import { expect } from '@open-wc/testing';
import type * as Indicators from '../../src/indicators/index.js';
import { startFiles } from '../tools/servers.js';

describe('dist/inline/indicators.js', () => {
  it('computes in a page, and on workers that are inside it, from another origin too', async () => {
    const files = await startFiles('dist/inline');
    const url = `${files.url}indicators.js`;
    const { closePool, compute, computeParallel, ready }: typeof Indicators = await import(/* @vite-ignore */ url);
    await ready;
    const closes = Float64Array.from({ length: 500 }, (_, index) => 100 + Math.sin(index));
    const expected = compute('fast: sma(20); macd(12, 26, 9)', closes);
    expect(expected.fast?.[499]).to.be.closeTo(100, 1);
    const parallel = await computeParallel('fast: sma(20); macd(12, 26, 9)', { a: closes, b: closes }, { workers: 2 });
    expect(parallel).to.deep.equal({ a: expected, b: expected });
    closePool();
    await files.stop();
  });
});

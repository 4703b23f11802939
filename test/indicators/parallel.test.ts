import { expect } from '@open-wc/testing';
import { closePool, compute, computeParallel, ready, SeriesError, stream } from '../../src/indicators/index.js';
import { makeBars } from './histories.js';

const TEXT = 'fast: sma(20); macd(12, 26, 9); atr(14)';

describe('indicators in a page', () => {
  before(() => ready);
  after(closePool);

  it('computes many series on workers as it does one by one', async () => {
    const histories = Array.from({ length: 6 }, (_, index) => makeBars(400 + index, index));
    const expected = histories.map((bars) => compute(TEXT, bars));
    expect(await computeParallel(TEXT, histories, { workers: 2 })).to.deep.equal(expected);
  });

  it('reads shared columns where they are', async () => {
    const { close } = makeBars(400);
    const shared = new Float64Array(new SharedArrayBuffer(close.byteLength));
    shared.set(close);
    expect(await computeParallel('ema(9)', { one: shared })).to.deep.equal({ one: compute('ema(9)', close) });
  });

  it('tells which series failed', async () => {
    const wrong = { close: [1], high: [1, 2] };
    const error: unknown = await computeParallel('close', { good: [1], wrong }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SeriesError);
    expect(String(error)).to.match(/series "wrong": columns must be equally long/);
    expect((error as SeriesError).results).to.deep.equal({ good: { close: Float64Array.of(1) } });
  });

  it('streams the same values', () => {
    const { close } = makeBars(300);
    const one = stream('e: ema(9); s: sma(5)').warmUp(close.subarray(0, 200));
    for (const value of close.subarray(200)) one.push(value);
    const { e, s } = compute('e: ema(9); s: sma(5)', close);
    expect({ ...one.values }).to.deep.equal({ e: e?.[299], s: s?.[299] });
    one.free();
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeBars, plainBars, sliceBars } from '../../bench/history/bars.ts';
import { COMPARISONS } from '../../bench/history/comparisons.ts';
import { historyFigures } from '../../bench/history/figures.ts';
import { type HistoryTiming, measureHistory } from '../../bench/history/measure.ts';
import { historyPlot } from '../../bench/history/plot.ts';
import { createBatch, createStep, LIBRARIES, newestOf } from '../../bench/libraries/library.ts';
import { findLibraries } from '../../bench/libraries/node.ts';

const libraries = await findLibraries(() => {});
const TINY = { bars: 4000, shortBars: 4000, rounds: 1 };
const nothing = () => {};

describe('the bars of the history benchmark', () => {
  it('are the same each time, finite, and highs and lows enclose the others', () => {
    const bars = makeBars(5000);
    assert.deepEqual(bars, makeBars(5000));
    for (let index = 0; index < 5000; index++) {
      const [open, high, low, close] = [bars.open, bars.high, bars.low, bars.close].map(
        (values) => values[index] as number,
      );
      assert.ok((low as number) <= Math.min(open as number, close as number));
      assert.ok((high as number) >= Math.max(open as number, close as number));
      assert.ok((bars.volume[index] as number) > 0 && (low as number) > 1 && (high as number) < 1e4);
    }
    assert.deepEqual(plainBars(sliceBars(bars, 10, 12)).close, [bars.close[10], bars.close[11]]);
  });
});

describe('the newest values of a result', () => {
  const call = { name: 'x', reads: ['close'] } as const;

  it('come from whatever shape a library gives', () => {
    assert.deepEqual(newestOf([1, 2, 3], call), [3]);
    assert.deepEqual(newestOf([1, 2, 3], { ...call, scale: 100 }), [300]);
    assert.deepEqual(
      newestOf(
        [
          [1, 2],
          [3, 4],
        ],
        { ...call, pick: [1, 0] },
      ),
      [4, 2],
    );
    assert.deepEqual(newestOf({ k: [1, 2], d: [3, 4] }, { ...call, pick: ['d', 'k'] }), [4, 2]);
    assert.deepEqual(newestOf([{ k: 1 }, { k: 2, d: 5 }], { ...call, pick: ['k', 'd'] }), [2, 5]);
    assert.deepEqual(newestOf([1, 2, 3], call, 1), [2]);
  });
});

describe('a library that takes bars one by one', () => {
  class Sum {
    #sum = 0;
    nextValue(high: number, low: number) {
      this.#sum += high - low;
      return this.#sum;
    }
  }
  const columns = plainBars(makeBars(10));
  const call = { name: 'Sum', reads: ['high', 'low'] } as const;
  const ranges = columns.high.map((high, index) => high - (columns.low[index] as number));

  it('gives a history bar by bar, from the beginning at each run', () => {
    const batch = createBatch('@debut/indicators', { Sum }, call, columns);
    const expected = ranges.reduce((sum, each) => sum + each, 0);
    assert.deepEqual(newestOf(batch(), call), [expected]);
    assert.deepEqual(newestOf(batch(), call), [expected]);
    assert.equal(createStep('@debut/indicators', { Sum }, call, columns)(0), ranges[0]);
  });
});

describe('figures of a history', () => {
  const timing = (contender: string, nanoseconds: number): HistoryTiming => ({
    indicator: 'sma',
    contender,
    nanoseconds,
  });
  const timings = [
    timing('ours', 2),
    timing('kernel alone', 1),
    timing('talib-web', 5),
    timing('talib-web alone', 3),
    timing('indicatorts', 8),
  ];

  it('name the fastest library, and compare like with like', () => {
    const figures = new Map(historyFigures('Node', timings).map(({ name, value }) => [name, value]));
    assert.equal(figures.get('Node: history, sma, ours'), 2);
    assert.equal(figures.get('Node: history, sma, indicatorts'), 8);
    assert.equal(figures.get('Node: history, sma, fastest library / ours (talib-web)'), 2.5);
    assert.equal(figures.get('Node: history, sma, fastest JavaScript / ours (indicatorts)'), 4);
    assert.equal(figures.get('Node: history, sma, talib-web alone / kernel alone'), 3);
  });

  it('become a plot with a dot for each of them and a key', () => {
    const plot = historyPlot('A title', timings);
    const key = 2 + LIBRARIES.length;
    assert.equal(plot.match(/<circle /g)?.length, 3 + key);
    assert.match(plot, />sma</);
  });
});

describe('the history benchmark', () => {
  it('runs without any library', async () => {
    const [comparison] = COMPARISONS;
    assert.ok(comparison);
    const timings = await measureHistory({ modules: new Map() }, nothing, { ...TINY, comparisons: [comparison] });
    assert.deepEqual(
      timings.map(({ contender }) => contender),
      ['ours', 'kernel alone'],
    );
  });

  const missing = libraries.modules.size < LIBRARIES.length || !libraries.taLib;
  it(`agrees with every library on ${COMPARISONS.length} indicators, and times them all`, {
    skip: missing && `skipped: ${COMPARISONS.length} comparisons, \`npm ci --prefix bench\` installs what they need`,
  }, async () => {
    const timings = await measureHistory(libraries, nothing, TINY);
    for (const { name, libraries: calls, taLib } of COMPARISONS) {
      const own = timings.filter(({ indicator }) => indicator === name).map(({ contender }) => contender);
      const alike = ['ours', 'kernel alone', ...Object.keys(calls), ...(taLib ? ['talib-web', 'talib-web alone'] : [])];
      assert.deepEqual([...own].sort(), alike.sort(), name);
    }
    assert.ok(timings.every(({ nanoseconds }) => nanoseconds > 0));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costPlot } from '../../bench/board/cost.ts';
import { processorSeconds, threadSeconds } from '../../bench/browser/process-tree.ts';
import { ageOf, frameFigures, inputQuantile, medians, quantile } from '../../bench/live/arithmetic.ts';
import { attempt, figuresOf } from '../../bench/live/cases.ts';
import { within } from '../../bench/live/load.ts';
import { barPlot, curvePlot } from '../../bench/live/plots.ts';
import { Ticker, trendPoints } from '../../bench/page/live/ticker.ts';
import { figure } from '../../bench/report.ts';

describe('the frames of a round', () => {
  it('are so many a second between the first and the last', () => {
    const times = Array.from({ length: 61 }, (_, index) => 500 + (index * 1000) / 60);
    const { rate, p99 } = frameFigures(times);
    assert.ok(Math.abs(rate - 60) < 1e-9);
    assert.ok(Math.abs(p99 - 1000 / 60) < 1e-9);
  });

  it('have a p99 that one late frame in a hundred does not reach, and two do', () => {
    const timesOf = (gaps: readonly number[]) => {
      const times = [0];
      for (const gap of gaps) times.push((times.at(-1) as number) + gap);
      return times;
    };
    const gaps = (late: number) => Array.from({ length: 100 }, (_, index) => (index < late ? 50 : 16));
    assert.equal(frameFigures(timesOf(gaps(1))).p99, 16);
    assert.equal(frameFigures(timesOf(gaps(2))).p99, 50);
    assert.equal(frameFigures(timesOf(gaps(1))).longest, 50);
  });

  it('are not known where there were not two', () => {
    for (const times of [[], [5]]) {
      const { rate, p99, longest } = frameFigures(times);
      assert.deepEqual([rate, p99, longest], [Number.NaN, Number.NaN, Number.NaN]);
    }
  });
});

describe('quantiles of what was measured', () => {
  it('are values that were measured', () => {
    const sorted = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    assert.deepEqual(
      [0, 0.1, 0.5, 0.91, 1].map((share) => quantile(sorted, share)),
      [1, 1, 5, 10, 10],
    );
    assert.equal(quantile([], 0.5), Number.NaN);
  });

  it('count inputs that the browser does not tell of as the least that it tells', () => {
    assert.equal(inputQuantile([], 50, 0.98), 16);
    assert.equal(inputQuantile([200], 50, 0.98), 16);
    assert.equal(inputQuantile([200, 104], 50, 0.98), 104);
    assert.equal(inputQuantile([], 0, 0.98), Number.NaN);
  });

  it('are the median of each number over the rounds, whatever a round lacks', () => {
    const rounds = [
      { rate: 60, own: Number.NaN },
      { rate: 10, own: 3 },
      { rate: 58, own: 5 },
    ];
    assert.deepEqual(medians(rounds), { rate: 58, own: 4 });
    assert.deepEqual(medians([]), {});
  });
});

describe('a painted price', () => {
  const course = { times: [1000, 1100, 1400], prices: [10.004, 10.26, 10.5] };

  it('is of no age while nothing newer has come', () => {
    assert.equal(ageOf(course, 10.5, 0.005, 1600), 0);
    assert.equal(ageOf(course, 10.26, 0.005, 1350), 0);
  });

  it('is as old as what took its place', () => {
    assert.equal(ageOf(course, 10.26, 0.005, 1500), 100);
    assert.equal(ageOf(course, 10, 0.005, 1500), 400);
  });

  it('is compared as far as it is written', () => {
    assert.equal(ageOf(course, 10, 0.005, 1050), 0);
    assert.equal(ageOf(course, 10, 0.0005, 1050), Number.POSITIVE_INFINITY);
  });

  it('is never older than the newest price that reads like it', () => {
    assert.equal(ageOf({ times: [1, 2, 3], prices: [5, 6, 5] }, 5, 0.1, 1000), 0);
  });

  it('was never sent where it comes before its time, or not at all', () => {
    assert.equal(ageOf(course, 10.5, 0.005, 1399), Number.POSITIVE_INFINITY);
    assert.equal(ageOf(course, 11, 0.005, 1600), Number.POSITIVE_INFINITY);
  });
});

describe('what every page but ours computes', () => {
  it('is the average over the last 20 trades, known from the twentieth on', () => {
    const ticker = new Ticker('A');
    for (let price = 1; price <= 19; price++) ticker.trade(price);
    assert.equal(ticker.sma, Number.NaN);
    for (let price = 20; price <= 100; price++) ticker.trade(price);
    assert.equal(ticker.sma, 90.5);
    assert.equal(ticker.price, 100);
    assert.deepEqual([ticker.trend.length, ticker.trend[0], ticker.trend.at(-1)], [60, 41, 100]);
  });

  it('is drawn from the lowest at the bottom to the highest at the top, also where all are alike', () => {
    assert.equal(trendPoints([1, 2], 59, 10), '0.0,10.0 1.0,0.0');
    assert.equal(trendPoints([7, 7], 59, 10), '0.0,10.0 1.0,10.0');
  });
});

describe('a case', () => {
  it('has a figure for each number that there is', () => {
    const figures = figuresOf('board', {
      rate: 60,
      p99: 17,
      script: 1,
      task: 5,
      processor: Number.NaN,
      browserProcessor: Number.NaN,
      applied: 100,
      own: { p50: 8, p99: Number.NaN },
      inputs: { handled: 20, p98: 24, scroll: 30, made: 50 },
      browser: 'Chrome/1',
    });
    assert.deepEqual(
      figures.map(({ name, better }) => [name.replace('board: ', ''), better]),
      [
        ['frames a second', 'higher'],
        ['frame p99', 'lower'],
        ['script a frame', 'lower'],
        ['main thread a frame', 'lower'],
        ['ticks applied', 'higher'],
        ['tick to paint p50', 'lower'],
        ['clicks and keys handled, p98', 'lower'],
        ['clicks and keys shown, p98', 'lower'],
        ['scrolling shown, p98', 'lower'],
      ],
    );
  });

  it('that fails is told, and does not keep others from running', async () => {
    const told: string[] = [];
    const fail = () => Promise.reject(new Error('no such mode\n    at a page'));
    assert.equal(await attempt('one', (text) => told.push(text), fail), undefined);
    assert.equal(told[0], 'one');
    assert.equal(told[1], '  no such mode');
    assert.equal(
      await attempt(
        'two',
        () => {},
        () => Promise.resolve(2),
      ),
      2,
    );
  });

  it('that takes too long is given up', async () => {
    await assert.rejects(within(10, 'it', new Promise(() => {})), /^Error: it took more than 0 s$/);
    assert.equal(await within(10_000, 'it', Promise.resolve(3)), 3);
  });
});

describe('processor time', { skip: process.platform !== 'linux' && 'only Linux tells it' }, () => {
  it('of the main thread is a part of that of the process', () => {
    for (const until = performance.now() + 60; performance.now() < until; );
    const main = threadSeconds(process.pid, 'main');
    const all = processorSeconds(process.pid).get(process.pid) as number;
    assert.ok(main > 0.05, `${main} s`);
    assert.ok(main <= all + 0.05, `${main} of ${all} s`);
    assert.equal(threadSeconds(process.pid, 'no such thread'), 0);
  });
});

describe('a plot of a suite under load', () => {
  it('has a point for each value of a curve, from 0 upwards', () => {
    const points = [
      { x: 10, y: 1 },
      { x: 1000, y: 2 },
    ];
    const svg = curvePlot('A <title>', 'tickers', 'us', [{ name: 'one & all', points }]);
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.match(svg, />A &lt;title></);
    assert.equal(svg.match(/<circle/g)?.length, 2);
    assert.match(svg, />one &amp; all</);
    const heights = [...svg.matchAll(/cy="([\d.]+)"/g)].map(([, height]) => Number(height));
    assert.ok((heights[1] as number) < (heights[0] as number));
  });

  it('has a bar for each value, in proportion, and says where there is none', () => {
    const svg = barPlot('Frames', '1/s', ['ours', 'theirs'], [{ name: 'fast', values: [60, Number.NaN] }]);
    const widths = [...svg.matchAll(/width="([\d.]+)" height="9"/g)].map(([, width]) => Number(width));
    assert.equal(widths.length, 1);
    assert.ok((widths[0] as number) > 0);
    assert.match(svg, />not measured</);
  });

  it('takes the cost of a tick from its figures', () => {
    const svg = costPlot([
      figure('cost of a tick, 10 tickers: feed worker and hosts', 1, 'us'),
      figure('cost of a tick, 1,000 tickers: feed worker and hosts', 1.4, 'us'),
      figure('cost of a tick: at 1,000 tickers / at 10', 1.4, 'times'),
      figure('cost of a tick, 60 a second each, 10 tickers: feed worker and hosts', 9, 'us'),
    ]);
    assert.equal(svg.match(/<circle/g)?.length, 3);
    assert.equal(svg.match(/<path class="series"/g)?.length, 2);
    assert.match(svg, />1,000</);
  });
});

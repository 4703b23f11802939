import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { latencyPlot } from '../../bench/plot.ts';
import { createReport, figure, measureBusy, tableOf } from '../../bench/report.ts';
import { median, percentile } from '../../bench/statistics.ts';

describe('a percentile', () => {
  it('lies between its neighbours in proportion', () => {
    assert.equal(percentile([10, 20, 30, 40, 50], 0.5), 30);
    assert.equal(percentile([10, 20, 30, 40, 50], 0.9), 46);
    assert.equal(percentile([10, 20, 30, 40, 50], 0), 10);
    assert.equal(percentile([10, 20, 30, 40, 50], 1), 50);
  });

  it('is not a number where there are none', () => {
    assert.equal(percentile([], 0.5), Number.NaN);
  });

  it('is the median at one half, in whatever order the values come', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 3, 2]), 2.5);
  });
});

describe('a report', () => {
  const figures = [figure('drain', 3.15159265, 'ns/tick'), figure('throughput', 1_234_567, 'ticks/s', 'higher')];

  it('has a suite, an environment and figures with units', () => {
    const report = createReport('kernels', figures, 3, 'Chrome/1.2');
    assert.equal(report.suite, 'kernels');
    assert.deepEqual(report.figures, [
      { name: 'drain', value: 3.152, unit: 'ns/tick', better: 'lower' },
      { name: 'throughput', value: 1_234_567, unit: 'ticks/s', better: 'higher' },
    ]);
    const { node, browser, cores, cpu, busy, date } = report.environment;
    assert.equal(node, process.version);
    assert.equal(browser, 'Chrome/1.2');
    assert.ok(cores >= 1 && cpu.length > 0 && busy === 3);
    assert.equal(new Date(date).toISOString(), date);
  });

  it('leaves the browser out where none took part', () => {
    assert.ok(!('browser' in createReport('size', figures, 0).environment));
  });

  it('prints as one line for each figure', () => {
    const table = tableOf(createReport('kernels', figures, 0));
    assert.match(table, /^kernels: Node v.*0% busy before/);
    assert.match(table, /^drain +3\.152 {2}ns\/tick +lower is better$/m);
    assert.match(table, /^throughput +1,234,567 {2}ticks\/s +higher is better$/m);
  });

  it('measures how busy the machine is in percent', async () => {
    const busy = await measureBusy();
    assert.ok(busy >= 0 && busy <= 100);
  });
});

describe('a plot', () => {
  const plot = latencyPlot('Latency <of> ticks', [0, 0.5, 0.99], [{ name: 'a & b', curve: [10, 50, 900] }]);

  it('is an SVG with a line for each series, its words quoted', () => {
    assert.match(plot, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.match(plot, />Latency &lt;of> ticks</);
    assert.match(plot, />a &amp; b</);
    assert.equal(plot.match(/class="series"/g)?.length, 2, 'the line and its key');
  });

  it('rises to the right where later shares are slower', () => {
    const points = /class="series"[^>]*d="M([^"]*L[^"]*)"/.exec(plot)?.[1]?.split('L') ?? [];
    const heights = points.map((point) => Number(point.split(' ')[1]));
    assert.equal(points.length, 3);
    assert.ok((heights[0] as number) > (heights[1] as number) && (heights[1] as number) > (heights[2] as number));
  });
});

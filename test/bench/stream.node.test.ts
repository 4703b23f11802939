import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureBars } from '../../bench/kernels/bars.ts';
import { barFigures, sizeFigures, streamFigures } from '../../bench/kernels/figures.ts';
import { measureStream } from '../../bench/kernels/stream.ts';
import { findLibraries } from '../../bench/libraries/node.ts';
import { quickest } from '../../bench/rounds.ts';

describe('rounds', () => {
  it('let everybody take turns, and give each the quickest of them for each of what it counts', () => {
    const turns: string[] = [];
    const times = quickest(
      ['a', 'b'].map((name) => ({ count: 2, run: () => turns.push(name) })),
      2,
      1,
    );
    assert.equal(turns.join(''), 'ababab');
    assert.equal(times.length, 2);
    assert.ok(times.every((time) => time >= 0 && time < 1e9));
  });
});

describe('five indicators on ticks', () => {
  it('end on the values that the libraries end on, and are compared with the fastest', async () => {
    const libraries = await findLibraries(() => {});
    const timings = await measureStream(libraries, { batches: [10, 100], ticks: 2000, rounds: 1 });
    const names = streamFigures('Node', timings).map(({ name }) => name);
    assert.ok(names.includes('Node: five indicators, kernel, batches of 100'));
    assert.ok(names.includes('Node: five indicators, writer and kernel, batches of 10'));
    const compared = names.filter((name) =>
      /^Node: five indicators, fastest library \/ kernel, batches of \d+ \(.+\)$/.test(name),
    );
    assert.equal(compared.length, libraries.modules.size ? 2 : 0);
  });
});

describe('five indicators on bars', () => {
  it('run after histories of any length, which are compared', async () => {
    const timings = await measureBars({ histories: [10, 700], ticks: 50, rounds: 1 });
    const figures = barFigures('Node', timings);
    assert.deepEqual(
      figures.map(({ name }) => name),
      [
        'Node: one tick through five indicators on bars, 10 bars of history',
        'Node: one tick through five indicators on bars, 700 bars of history',
        'Node: one tick through five indicators on bars, slowest / fastest history',
      ],
    );
    assert.ok(figures.every(({ value }) => value > 0));
  });
});

describe('sizes of kernels', () => {
  it('are those of what a page downloads', async () => {
    const sizes = await sizeFigures();
    assert.deepEqual(
      sizes.map(({ name, unit }) => [name, unit]),
      [
        ['ticker kernel, gzip', 'bytes'],
        ['indicators kernel, gzip', 'bytes'],
      ],
    );
    assert.ok(sizes.every(({ value }) => value > 1000 && value < 100_000));
  });
});

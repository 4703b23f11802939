import { type CatalogEntry, number, output, period, x } from './entry.js';

const band = (entry: Omit<CatalogEntry, 'group'>): CatalogEntry => ({ group: 'bands', ...entry });
const multiplier = (otherwise: number, of: string) => number('multiplier', otherwise, 0, 1000, `how many ${of} away`);

export const BANDS: readonly CatalogEntry[] = [
  band({
    name: 'bollinger',
    title: 'Bollinger bands',
    summary: 'A mean with bands some standard deviations away.',
    formula: 'middle = sma(x, period); upper, lower = middle +- multiplier * stdev(x, period), population',
    source: 'John Bollinger, Bollinger on Bollinger Bands, 2001',
    series: [x],
    parameters: [period(20), multiplier(2, 'standard deviations')],
    outputs: [
      output('middle', 'same', 'the mean'),
      output('upper', 'same', 'upper band'),
      output('lower', 'same', 'lower band'),
      output('percentB', 'number', 'where x is: 0 on the lower band, 1 on the upper', false),
      output('width', 'number', 'distance of the bands as a part of the middle', false),
      output('zscore', 'number', 'standard deviations from the middle', false),
    ],
    flat: 'width 0, percentB 0.5, zscore 0; the width is unknown where the middle is 0',
    definition: `m: $moments(x, period); middle: m.mean; away: multiplier * m.deviation;
      upper: $multiplyAdd(middle, m.deviation, multiplier); lower: $multiplyAdd(middle, m.deviation, -multiplier);
      zscore: zscore(x, period);
      percentB: $multiplyAdd(0.5, zscore, 0.5 / multiplier);
      width: $divide(2 * away, middle, $select(away, $unknown, 0))`,
  }),
  band({
    name: 'keltner',
    title: 'Keltner channel',
    summary: 'An exponential average with bands some average true ranges away.',
    formula: 'middle = ema(close, period); upper, lower = middle +- multiplier * atr(length)',
    source: 'Chester W. Keltner, How to Make Money in Commodities, 1960, as changed by Linda Bradford Raschke',
    series: [],
    parameters: [
      period(20),
      multiplier(2, 'average true ranges'),
      period(10, 'length', 'period of the average true range'),
    ],
    outputs: [
      output('middle', 'price', 'the average'),
      output('upper', 'price', 'upper band'),
      output('lower', 'price', 'lower band'),
      output('width', 'number', 'distance of the bands as a part of the middle', false),
    ],
    flat: 'width 0; unknown where the middle is 0',
    definition: `middle: ema(close, period); range: atr(length);
      upper: $multiplyAdd(middle, multiplier, range); lower: $multiplyAdd(middle, -multiplier, range);
      width: (upper - lower) / middle`,
  }),
  band({
    name: 'donchian',
    title: 'Donchian channel',
    summary: 'Highest high and lowest low of the bars before this one.',
    formula: 'upper = highest(high, period)[1]; lower = lowest(low, period)[1]; middle = (upper + lower) / 2',
    source: 'Richard D. Donchian, 1960s; Curtis M. Faith, Way of the Turtle, 2007',
    series: [],
    parameters: [period(20)],
    outputs: [
      output('middle', 'price', 'mean of the two'),
      output('upper', 'price', 'highest high'),
      output('lower', 'price', 'lowest low'),
      output('width', 'number', 'their distance as a part of the middle', false),
    ],
    flat: 'width 0; unknown where the middle is 0',
    definition: `upper: lag(highest(high, period)); lower: lag(lowest(low, period)); middle: (upper + lower) / 2;
      width: (upper - lower) / middle`,
  }),
];

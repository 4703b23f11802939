import { type CatalogEntry, number, output, period, value, x } from './entry.js';

const average = (entry: Omit<CatalogEntry, 'group' | 'series' | 'outputs'> & Partial<CatalogEntry>): CatalogEntry => ({
  group: 'averages',
  series: [x],
  outputs: value('same'),
  flat: 'the series itself',
  ...entry,
});

export const AVERAGES: readonly CatalogEntry[] = [
  average({
    name: 'sma',
    title: 'Simple moving average',
    summary: 'Mean of the last values.',
    formula: '(x[0] + x[1] + ... + x[period - 1]) / period',
    source: 'John J. Murphy, Technical Analysis of the Financial Markets, 1999',
    parameters: [period(20)],
    definition: '$mean(x, period)',
  }),
  average({
    name: 'ema',
    title: 'Exponential moving average',
    summary: 'Average whose weights fall exponentially with age.',
    formula: 'ema = ema[1] + (x - ema[1]) * 2 / (period + 1); begins with sma(x, period)',
    source: 'P. N. Haurlan, Measuring Trend Values, 1968',
    parameters: [period(20)],
    definition: '$average(x, period, 2 / (period + 1))',
  }),
  average({
    name: 'wma',
    title: 'Weighted moving average',
    summary: 'Mean with weights that grow evenly towards the newest value.',
    formula: '(period * x[0] + (period - 1) * x[1] + ... + 1 * x[period - 1]) / (period * (period + 1) / 2)',
    source: 'John J. Murphy, Technical Analysis of the Financial Markets, 1999',
    parameters: [period(20)],
    definition: '$weighted(x, period)',
  }),
  average({
    name: 'smma',
    title: 'Smoothed moving average',
    summary: "Wilder's average: an exponential one with the weight 1 / period.",
    formula: 'smma = (smma[1] * (period - 1) + x) / period; begins with sma(x, period)',
    source: 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978',
    parameters: [period(20)],
    definition: '$average(x, period, 1 / period)',
  }),
  average({
    name: 'dema',
    title: 'Double exponential moving average',
    summary: 'An exponential average less its own lag.',
    formula: '2 * e1 - e2, e1 = ema(x, period), e2 the average of e1 that begins with its first value',
    source: 'Patrick G. Mulloy, Smoothing Data with Faster Moving Averages, Stocks & Commodities, 1994',
    parameters: [period(14)],
    definition: 'e1: ema(x, period); e2: $average(e1, 1, 2 / (period + 1)); value: 2 * e1 - e2',
  }),
  average({
    name: 'tema',
    title: 'Triple exponential moving average',
    summary: 'An exponential average less its lag, corrected twice.',
    formula: '3 * e1 - 3 * e2 + e3, each the exponential average of the one before, begun with its first value',
    source: 'Patrick G. Mulloy, Smoothing Data with Less Lag, Stocks & Commodities, 1994',
    parameters: [period(20)],
    definition: `e1: ema(x, period); e2: $average(e1, 1, 2 / (period + 1)); e3: $average(e2, 1, 2 / (period + 1));
      value: 3 * e1 - 3 * e2 + e3`,
  }),
  average({
    name: 'hma',
    title: 'Hull moving average',
    summary: 'A weighted average of weighted averages that hardly lags.',
    formula: 'wma(2 * wma(x, period / 2) - wma(x, period), sqrt(period)), both rounded down',
    source: 'Alan Hull, How to reduce lag in a moving average, 2005',
    parameters: [period(14)],
    definition: 'wma(2 * wma(x, $floor(max(period / 2, 1))) - wma(x, period), $floor(sqrt(period)))',
  }),
  average({
    name: 'kama',
    title: "Kaufman's adaptive moving average",
    summary: 'Follows fast where the price goes one way, slowly where it goes to and fro.',
    formula:
      'kama = kama[1] + c * (x - kama[1]), c = (er * (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1))^2, ' +
      'er = abs(change(x, period)) / sum(abs(change(x)), period); begins with x',
    source: 'Perry J. Kaufman, Smarter Trading, 1995',
    parameters: [
      period(10),
      period(2, 'fast', 'period of the fastest average'),
      period(30, 'slow', 'period of the slowest'),
    ],
    outputs: [
      output('value', 'same', 'the average'),
      output('efficiency', 'number', 'efficiency ratio, 0 to 1', false),
    ],
    flat: 'the series itself; the efficiency ratio is 0 where nothing moved',
    definition: `distance: $distance(x, period); way: $sum($distance(x, 1), period);
      efficiency: $divide(distance, way, 0);
      value: $adaptive(x, distance, way, period, 2 / (fast + 1), 2 / (slow + 1))`,
  }),
  average({
    name: 'vwma',
    title: 'Volume-weighted moving average',
    summary: 'Mean of the last values, each weighted with its volume.',
    formula: 'sum(x * volume, period) / sum(volume, period)',
    source: 'Buff Dormeier, Investing with Volume Analysis, 2011',
    parameters: [period(20)],
    flat: 'unknown where the window has no volume',
    definition: '$sum(x * volume, period) / $sum(volume, period)',
  }),
  average({
    name: 'alma',
    title: 'Arnaud Legoux moving average',
    summary: 'Mean with weights on a bell curve near the newest value.',
    formula:
      'weights exp(-(i - offset * (period - 1))^2 / (2 * (period / sigma)^2)), i = 0 the oldest, made to sum to 1',
    source: 'Arnaud Legoux, Dimitris Kouzis Loukas, ALMA, 2009',
    parameters: [
      period(9),
      number('offset', 0.85, 0, 1, "the bell's middle: 0 the oldest value, 1 the newest"),
      number('sigma', 6, 0.001, 1000, "the bell's narrowness"),
    ],
    definition: '$bell(x, period, offset, sigma)',
  }),
  average({
    name: 'linreg',
    title: 'Linear regression',
    summary: 'Where the line of least squares through the last values ends, and how steep it is.',
    formula: '3 * wma(x, period) - 2 * sma(x, period); slope 6 * (wma - sma) / (period - 1)',
    source: 'John J. Murphy, Technical Analysis of the Financial Markets, 1999',
    parameters: [period(14, 'period', 'positions', 2)],
    outputs: [output('value', 'same', "the line's end"), output('slope', 'number', 'change for each position', false)],
    flat: 'the series itself, slope 0',
    definition: `weighted: $weighted(x, period); mean: $mean(x, period);
      value: 3 * weighted - 2 * mean; slope: 6 / (period - 1) * (weighted - mean)`,
  }),
];

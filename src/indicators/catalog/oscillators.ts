import { type CatalogEntry, output, period, value, x } from './entry.js';

const WILDER = 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978';
const oscillator = (entry: Omit<CatalogEntry, 'group'>): CatalogEntry => ({ group: 'oscillators', ...entry });
const fast = (otherwise: number) => period(otherwise, 'fast', 'period of the fast average');
const slow = (otherwise: number) => period(otherwise, 'slow', 'period of the slow average');
const smooth = (otherwise: number, name: string, meaning: string) => period(otherwise, name, meaning);

export const OSCILLATORS: readonly CatalogEntry[] = [
  oscillator({
    name: 'rsi',
    title: 'Relative strength index',
    summary: 'Share of the gains in all that moved, 0 to 100.',
    formula:
      '100 * up / (up + down), smma of the gains and of the losses, begun with their means over `period` changes',
    source: WILDER,
    series: [x],
    parameters: [period(14)],
    outputs: value('number'),
    flat: '50',
    definition: '$strength(x, period)',
  }),
  oscillator({
    name: 'macd',
    title: 'Moving average convergence divergence',
    summary: 'Distance between a fast and a slow exponential average, with a signal line.',
    formula: 'macd = ema(x, fast) - ema(x, slow); signal = ema(macd, smooth); histogram = macd - signal',
    source: 'Gerald Appel, The Moving Average Convergence-Divergence Trading Method, 1979',
    series: [x],
    parameters: [fast(12), slow(26), smooth(9, 'smooth', 'period of the signal line')],
    outputs: [
      output('macd', 'same', 'fast less slow average'),
      output('signal', 'same', 'its average'),
      output('histogram', 'same', 'macd less signal'),
    ],
    flat: '0',
    definition: 'macd: ema(x, fast) - ema(x, slow); signal: ema(macd, smooth); histogram: macd - signal',
  }),
  oscillator({
    name: 'ppo',
    title: 'Percentage price oscillator',
    summary: 'MACD in percent of the slow average.',
    formula: 'ppo = 100 * (ema(x, fast) - ema(x, slow)) / ema(x, slow); signal = ema(ppo, smooth)',
    source: 'Gerald Appel, Technical Analysis: Power Tools for Active Investors, 2005',
    series: [x],
    parameters: [fast(12), slow(26), smooth(9, 'smooth', 'period of the signal line')],
    outputs: [
      output('ppo', 'percent', 'fast less slow average'),
      output('signal', 'percent', 'its average'),
      output('histogram', 'percent', 'ppo less signal'),
    ],
    flat: '0; unknown where the slow average is 0',
    definition: `base: ema(x, slow); ppo: 100 * (ema(x, fast) - base) / base; signal: ema(ppo, smooth);
      histogram: ppo - signal`,
  }),
  oscillator({
    name: 'stochastic',
    title: 'Stochastic oscillator',
    summary: 'Where the close lies between the lowest low and the highest high, 0 to 100.',
    formula:
      'k = sma(100 * (close - lowest(low, period)) / (highest(high, period) - lowest(low, period)), smooth); ' +
      'd = sma(k, signal); j = 3 * k - 2 * d',
    source: 'George C. Lane, Lane’s Stochastics, Stocks & Commodities, 1984',
    series: [],
    parameters: [
      period(14),
      smooth(3, 'smooth', 'period of the average that makes k; 1: the fast stochastic'),
      smooth(3, 'signal', 'period of the average that makes d'),
    ],
    outputs: [
      output('k', 'number', 'the slowed oscillator'),
      output('d', 'number', 'its average'),
      output('j', 'number', '3 k - 2 d', false),
    ],
    flat: '50',
    definition: `bottom: lowest(low, period); height: highest(high, period) - bottom;
      k: sma($divide(100 * (close - bottom), height, 50), smooth); d: sma(k, signal); j: 3 * k - 2 * d`,
  }),
  oscillator({
    name: 'stochrsi',
    title: 'Stochastic RSI',
    summary: 'Where the RSI lies between its own lowest and highest, 0 to 100.',
    formula:
      'r = rsi(x, length); value = sma(100 * (r - lowest(r, period)) / (highest(r, period) - lowest(r, period)), smooth); ' +
      'signal = sma(value, average)',
    source: 'Tushar Chande, Stanley Kroll, The New Technical Trader, 1994',
    series: [x],
    parameters: [
      period(14, 'length', 'period of the RSI'),
      period(14),
      smooth(3, 'average', 'period of the signal line'),
      smooth(1, 'smooth', 'period of the average that makes the value; 1: raw'),
    ],
    outputs: [output('value', 'number', 'the oscillator'), output('signal', 'number', 'its average')],
    flat: '50',
    definition: `r: rsi(x, length); bottom: lowest(r, period); height: highest(r, period) - bottom;
      value: sma($divide(100 * (r - bottom), height, 50), smooth); signal: sma(value, average)`,
  }),
  oscillator({
    name: 'cci',
    title: 'Commodity channel index',
    summary: 'Distance of the typical price from its mean, in mean deviations.',
    formula: '(tp - sma(tp, period)) / (0.015 * mean deviation of tp from that mean), tp = (high + low + close) / 3',
    source: 'Donald R. Lambert, Commodity Channel Index, Commodities, 1980',
    series: [],
    parameters: [period(20)],
    outputs: value('number'),
    flat: '0',
    definition: `tp: (high + low + close) / 3; mean: sma(tp, period);
      value: $divide(tp - mean, 0.015 * $meanDeviation(tp, mean, period), 0)`,
  }),
  oscillator({
    name: 'williams',
    title: 'Williams %R',
    summary: 'Distance of the close from the highest high, -100 to 0.',
    formula: '-100 * (highest(high, period) - close) / (highest(high, period) - lowest(low, period))',
    source: 'Larry Williams, How I Made One Million Dollars Last Year Trading Commodities, 1973',
    series: [],
    parameters: [period(14)],
    outputs: value('number'),
    flat: '-50',
    definition: 'top: highest(high, period); value: $divide(100 * (close - top), top - lowest(low, period), -50)',
  }),
  oscillator({
    name: 'roc',
    title: 'Rate of change',
    summary: 'Change over some positions, in percent.',
    formula: '100 * (x - x[period]) / x[period]',
    source: 'John J. Murphy, Technical Analysis of the Financial Markets, 1999',
    series: [x],
    parameters: [period(14)],
    outputs: value('percent'),
    flat: '0; unknown where the earlier value is 0',
    definition: 'percent(x, period)',
  }),
  oscillator({
    name: 'momentum',
    title: 'Momentum',
    summary: 'Change over some positions.',
    formula: 'x - x[period]',
    source: 'John J. Murphy, Technical Analysis of the Financial Markets, 1999',
    series: [x],
    parameters: [period(14)],
    outputs: value('same'),
    flat: '0',
    definition: 'change(x, period)',
  }),
  oscillator({
    name: 'trix',
    title: 'TRIX',
    summary: 'Change of a triple exponential average, in percent.',
    formula: 'percent(e3), e3 as in tema',
    source: 'Jack K. Hutson, Good TRIX, Stocks & Commodities, 1983',
    series: [x],
    parameters: [period(14)],
    outputs: value('percent'),
    flat: '0; unknown where the average is 0',
    definition: `e1: ema(x, period); e2: $average(e1, 1, 2 / (period + 1)); e3: $average(e2, 1, 2 / (period + 1));
      value: percent(e3)`,
  }),
  oscillator({
    name: 'ultimate',
    title: 'Ultimate oscillator',
    summary: 'Buying pressure over three periods, 0 to 100.',
    formula:
      '100 * (4 * a(short) + 2 * a(middle) + a(long)) / 7, a(n) = sum(close - min(low, close[1]), n) / sum(tr, n)',
    source: 'Larry Williams, The Ultimate Oscillator, Stocks & Commodities, 1985',
    series: [],
    parameters: [
      period(7, 'short', 'shortest period'),
      period(14, 'middle', 'middle period'),
      period(28, 'long', 'longest period'),
    ],
    outputs: value('number'),
    flat: '50',
    definition: `r: $range(high, low, close);
      a: $divide($sum(r.above, short), $sum(r.range, short), 0.5);
      b: $divide($sum(r.above, middle), $sum(r.range, middle), 0.5);
      c: $divide($sum(r.above, long), $sum(r.range, long), 0.5);
      value: 100 / 7 * $multiplyAdd($multiplyAdd(c, b, 2), a, 4)`,
  }),
  oscillator({
    name: 'awesome',
    title: 'Awesome oscillator',
    summary: 'Distance between a fast and a slow average of the median price.',
    formula: 'sma((high + low) / 2, fast) - sma((high + low) / 2, slow)',
    source: 'Bill Williams, New Trading Dimensions, 1998',
    series: [],
    parameters: [fast(5), slow(34)],
    outputs: [
      output('value', 'price', 'fast less slow average'),
      output('normalized', 'percent', 'the same in percent of the median price', false),
    ],
    flat: '0',
    definition: `middle: (high + low) / 2; value: sma(middle, fast) - sma(middle, slow);
      normalized: 100 * value / middle`,
  }),
  oscillator({
    name: 'cmo',
    title: 'Chande momentum oscillator',
    summary: 'Gains less losses in all that moved, -100 to 100.',
    formula: '100 * (x - x[period]) / sum(abs(change(x)), period)',
    source: 'Tushar Chande, Stanley Kroll, The New Technical Trader, 1994',
    series: [x],
    parameters: [period(14)],
    outputs: value('number'),
    flat: '0',
    definition: '$divide(100 * change(x, period), sum($distance(x, 1), period), 0)',
  }),
  oscillator({
    name: 'elderray',
    title: 'Elder-ray index',
    summary: 'How far highs and lows reach above and below an exponential average.',
    formula: 'bull = high - ema(close, period); bear = low - ema(close, period)',
    source: 'Alexander Elder, Trading for a Living, 1993',
    series: [],
    parameters: [period(13)],
    outputs: [output('bull', 'price', "buyers' power"), output('bear', 'price', "sellers' power")],
    flat: '0',
    definition: 'base: ema(close, period); bull: high - base; bear: low - base',
  }),
  oscillator({
    name: 'bop',
    title: 'Balance of power',
    summary: 'How much of the range a bar closed away from its open, averaged: -1 to 1.',
    formula: 'sma((close - open) / (high - low), period)',
    source: 'Igor Livshin, Balance of Market Power, Stocks & Commodities, 2001',
    series: [],
    parameters: [period(14)],
    outputs: value('number'),
    flat: '0',
    definition: 'sma($divide(close - open, high - low, 0), period)',
  }),
];

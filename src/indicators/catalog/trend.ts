import { type CatalogEntry, number, output, period, value } from './entry.js';

const WILDER = 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978';
const trend = (entry: Omit<CatalogEntry, 'group' | 'series'>): CatalogEntry => ({
  group: 'trend',
  series: [],
  ...entry,
});

export const TREND: readonly CatalogEntry[] = [
  trend({
    name: 'tr',
    title: 'True range',
    summary: 'Range of a bar, from the close before where that lies outside.',
    formula: 'max(high - low, abs(high - close[1]), abs(low - close[1])); begins with the second bar',
    source: WILDER,
    parameters: [],
    outputs: value('price'),
    flat: '0',
    definition: '$range(high, low, close).range',
  }),
  trend({
    name: 'atr',
    title: 'Average true range',
    summary: 'Smoothed true range: how far prices move.',
    formula: 'smma(tr, period)',
    source: WILDER,
    parameters: [period(14)],
    outputs: value('price'),
    flat: '0',
    definition: 'smma(tr(), period)',
  }),
  trend({
    name: 'natr',
    title: 'Normalized average true range',
    summary: 'Average true range in percent of the close.',
    formula: '100 * atr(period) / close',
    source: 'John Forman, Cross-Market Evaluations with Normalized Average True Range, Stocks & Commodities, 2006',
    parameters: [period(14)],
    outputs: value('percent'),
    flat: '0; unknown where the close is 0',
    definition: '100 * atr(period) / close',
  }),
  trend({
    name: 'adx',
    title: 'Average directional index',
    summary: 'Strength of a trend, 0 to 100, and how much of the range goes each way.',
    formula:
      'pdi, mdi = 100 * smma(directional movement up, down) / smma(tr); dx = 100 * abs(pdi - mdi) / (pdi + mdi); ' +
      'adx = smma(dx, period); adxr = (adx + adx[period]) / 2',
    source: WILDER,
    parameters: [period(14)],
    outputs: [
      output('adx', 'number', 'strength of the trend'),
      output('pdi', 'number', 'directional indicator up'),
      output('mdi', 'number', 'directional indicator down'),
      output('dx', 'number', 'directional index', false),
      output('adxr', 'number', 'mean of adx now and a period ago', false),
    ],
    flat: '0',
    definition: `move: $direction(high, low); range: atr(period); up: smma(move.up, period); down: smma(move.down, period);
      pdi: $divide(100 * up, range, 0); mdi: $divide(100 * down, range, 0);
      dx: $divide(100 * abs(up - down), up + down, 0); adx: smma(dx, period); adxr: (adx + lag(adx, period)) / 2`,
  }),
  trend({
    name: 'aroon',
    title: 'Aroon',
    summary: 'How long ago the highest high and the lowest low were, 100 for now; the earliest of equals.',
    formula:
      'up = 100 * (period - age of the highest high of period + 1 bars) / period; down the same of lows; oscillator = up - down',
    source: 'Tushar Chande, A Time Price Oscillator, Stocks & Commodities, 1995',
    parameters: [period(25)],
    outputs: [
      output('oscillator', 'number', 'up less down'),
      output('up', 'number', 'of the highest high'),
      output('down', 'number', 'of the lowest low'),
    ],
    flat: 'up 0, down 0, oscillator 0: the earliest of equals is the oldest bar',
    definition: `top: $highest(high, period + 1); bottom: $lowest(low, period + 1);
      up: 100 * (period - top.age) / period; down: 100 * (period - bottom.age) / period; oscillator: up - down`,
  }),
  trend({
    name: 'vortex',
    title: 'Vortex',
    summary: 'Movement up and down as parts of the true range.',
    formula:
      'up = sum(abs(high - low[1]), period) / sum(tr, period); down = sum(abs(low - high[1]), period) / sum(tr, period)',
    source: 'Etienne Botes, Douglas Siepman, The Vortex Indicator, Stocks & Commodities, 2010',
    parameters: [period(14)],
    outputs: [output('up', 'number', 'movement up'), output('down', 'number', 'movement down')],
    flat: '0',
    definition: `range: $sum(tr(), period); up: $divide($sum(abs(high - lag(low)), period), range, 0);
      down: $divide($sum(abs(low - lag(high)), period), range, 0)`,
  }),
  trend({
    name: 'psar',
    title: 'Parabolic stop and reverse',
    summary: 'A stop that closes in on the price the longer it goes one way.',
    formula: 'sar = sar[1] + af * (extreme - sar[1]), af grows by `step` with every new extreme up to `limit`',
    source: WILDER,
    parameters: [
      number('step', 0.02, 0.000001, 1, 'step of the acceleration'),
      number('limit', 0.2, 0.000001, 10, 'its limit'),
    ],
    outputs: [output('value', 'price', 'the stop'), output('reversal', 'boolean', '1 where it turned', false)],
    flat: 'unknown until it has turned for the first time, and at that position',
    definition: 's: $parabolic(high, low, step, limit); value: s.stop; reversal: s.turned',
  }),
  trend({
    name: 'supertrend',
    title: 'Supertrend',
    summary: 'A stop some average true ranges from the middle that follows a trend and never goes back.',
    formula:
      'bands (high + low) / 2 +- multiplier * atr(period), the upper only falls and the lower only rises until the close ' +
      'before was beyond it; the line is the lower band in a rise, the upper one in a fall',
    source: 'Olivier Seban, Tout le monde mérite d’être riche, 2009',
    parameters: [period(10), number('multiplier', 3, 0, 1000, 'how many average true ranges away')],
    outputs: [
      output('value', 'price', 'the line'),
      output('upper', 'price', 'the line in a fall, else unknown', false),
      output('lower', 'price', 'the line in a rise, else unknown', false),
    ],
    flat: 'the close',
    definition: `s: $supertrend(high, low, close, atr(period), multiplier); value: s.line; upper: s.upper; lower: s.lower`,
  }),
  trend({
    name: 'ichimoku',
    title: 'Ichimoku cloud',
    summary:
      'Middles of three ranges, two of them moved on into a cloud; without the lagging span, which is the close.',
    formula:
      'middle(n) = (highest(high, n) + lowest(low, n)) / 2; conversion = middle(fast); base = middle(slow); ' +
      'spanA = ((conversion + base) / 2)[slow]; spanB = middle(long)[slow]',
    source: 'Goichi Hosoda, Ichimoku Kinko Hyo, 1969',
    parameters: [
      period(9, 'fast', 'period of the conversion line'),
      period(26, 'slow', 'period of the base line, and how far the cloud is moved'),
      period(52, 'long', "period of the cloud's second span"),
    ],
    outputs: [
      output('conversion', 'price', 'conversion line'),
      output('base', 'price', 'base line'),
      output('spanA', 'price', "the cloud's first span at this bar"),
      output('spanB', 'price', "the cloud's second span at this bar"),
    ],
    flat: 'the close',
    definition: `conversion: (highest(high, fast) + lowest(low, fast)) / 2;
      base: (highest(high, slow) + lowest(low, slow)) / 2;
      spanA: lag((conversion + base) / 2, slow); spanB: lag((highest(high, long) + lowest(low, long)) / 2, slow)`,
  }),
];

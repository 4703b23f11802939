import { type CatalogEntry, output, period, value } from './entry.js';

const volume = (entry: Omit<CatalogEntry, 'group' | 'series'> & Partial<CatalogEntry>): CatalogEntry => ({
  group: 'volume',
  series: [],
  ...entry,
});

export const VOLUME: readonly CatalogEntry[] = [
  volume({
    name: 'obv',
    title: 'On-balance volume',
    summary: 'Volume of rises less volume of falls, from the first bar on.',
    formula: 'obv = obv[1] + volume * sign(close - close[1]); begins with 0',
    source: 'Joseph E. Granville, New Key to Stock Market Profits, 1963',
    parameters: [],
    outputs: value('volume'),
    flat: 'stays',
    definition: '$total(volume * $otherwise(sign(change(close)), 0), 0)',
  }),
  volume({
    name: 'adl',
    title: 'Accumulation/distribution line',
    summary: 'Volume weighted with where in its range a bar closed, from the first bar on.',
    formula: 'adl = adl[1] + volume * ((close - low) - (high - close)) / (high - low)',
    source: 'Marc Chaikin, 1970s; Steven B. Achelis, Technical Analysis from A to Z, 1995',
    parameters: [],
    outputs: [
      output('value', 'volume', 'the line'),
      output('flow', 'volume', 'what this bar adds', false),
      output('multiplier', 'number', 'where in its range the bar closed: -1 the low, 1 the high', false),
    ],
    flat: 'stays: a bar without range has the multiplier 0',
    definition: `f: $flow(high, low, close, volume); flow: f.flow; multiplier: f.multiplier; value: $total(flow, 0)`,
  }),
  volume({
    name: 'cmf',
    title: 'Chaikin money flow',
    summary: 'The accumulation/distribution of the last bars as a part of their volume, -1 to 1.',
    formula: 'sum(flow, period) / sum(volume, period), flow as in adl',
    source: 'Marc Chaikin, 1980s; Steven B. Achelis, Technical Analysis from A to Z, 1995',
    parameters: [period(20)],
    outputs: value('number'),
    flat: '0, also where there is no volume',
    definition: '$divide($sum(adl().flow, period), $sum(volume, period), 0)',
  }),
  volume({
    name: 'chaikin',
    title: 'Chaikin oscillator',
    summary: 'Distance between a fast and a slow average of the accumulation/distribution line.',
    formula: 'ema(adl, fast) - ema(adl, slow)',
    source: 'Marc Chaikin, 1980s; Steven B. Achelis, Technical Analysis from A to Z, 1995',
    parameters: [period(3, 'fast', 'period of the fast average'), period(10, 'slow', 'period of the slow average')],
    outputs: value('volume'),
    flat: '0',
    definition: 'line: adl().value; value: ema(line, fast) - ema(line, slow)',
  }),
  volume({
    name: 'mfi',
    title: 'Money flow index',
    summary: 'Share of the money that flowed in rises of the typical price, 0 to 100.',
    formula:
      '100 * up / (up + down), sums over the period of tp * volume where tp rose and where it fell, tp = (high + low + close) / 3',
    source: 'Gene Quong, Avrum Soudack, Volume-Weighted RSI: Money Flow, Stocks & Commodities, 1989',
    parameters: [period(14)],
    outputs: value('number'),
    flat: '50, also where there is no volume; prices below 0 take it beyond 0 to 100',
    definition: `tp: (high + low + close) / 3; move: change(tp); money: tp * volume;
      up: $sum((move > 0) * money, period); down: $sum((move < 0) * money, period);
      value: $divide(100 * up, up + down, 50)`,
  }),
  volume({
    name: 'vwap',
    title: 'Volume-weighted average price',
    summary: 'Mean typical price, weighted with volume, since the first bar or since a condition became true.',
    formula: 'sum of (high + low + close) / 3 * volume since then / sum of volume since then',
    source: 'Stephen A. Berkowitz, Dennis E. Logue, Eugene A. Noser, The Total Cost of Transactions on the NYSE, 1988',
    series: [
      {
        name: 'reset',
        otherwise: '0',
        meaning:
          'begins anew where this becomes true (vwap(session)), and is unknown before; without it: since the first bar',
      },
    ],
    parameters: [],
    outputs: value('price'),
    flat: 'unknown while there was no volume',
    definition: '$total((high + low + close) / 3 * volume, reset) / $total(volume, reset)',
  }),
  volume({
    name: 'force',
    title: 'Force index',
    summary: 'Change times volume, averaged.',
    formula: 'ema(change(close) * volume, period)',
    source: 'Alexander Elder, Trading for a Living, 1993',
    parameters: [period(13)],
    outputs: value('number'),
    flat: '0',
    definition: 'ema(change(close) * volume, period)',
  }),
];

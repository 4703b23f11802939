/** Averages and other figures of one window. */
import { CINAR, CLOSE, type Comparison, call, DEBUT, FLOW, IXJB, SIGNALS, TECHNICAL, ta, VOLUME } from '../calls.ts';

export const AVERAGES: readonly Comparison[] = [
  {
    name: 'sma',
    ours: 'sma(20)',
    taLib: ta('SMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('SMA', CLOSE, [20]),
      [TECHNICAL]: call('sma', CLOSE, [{ period: 20 }]),
      [CINAR]: call('sma', CLOSE, [{ period: 20 }]),
      [IXJB]: call('sma', CLOSE, [20]),
      [DEBUT]: call('SMA', CLOSE, [20]),
    },
  },
  {
    name: 'ema',
    ours: 'ema(20)',
    taLib: ta('EMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('EMA', CLOSE, [20]),
      [TECHNICAL]: call('ema', CLOSE, [{ period: 20 }]),
      [CINAR]: call('ema', CLOSE, [{ period: 20 }]),
      [IXJB]: call('ema', CLOSE, [20]),
      [DEBUT]: call('EMA', CLOSE, [20]),
    },
  },
  {
    name: 'wma',
    ours: 'wma(20)',
    taLib: ta('WMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('WMA', CLOSE, [20]),
      [TECHNICAL]: call('wma', CLOSE, [{ period: 20 }]),
      [IXJB]: call('wma', CLOSE, [20]),
      [DEBUT]: call('WMA', CLOSE, [20]),
    },
  },
  {
    name: 'smma',
    ours: 'smma(14)',
    libraries: {
      [SIGNALS]: call('WSMA', CLOSE, [14]),
      [TECHNICAL]: call('wema', CLOSE, [{ period: 14 }]),
      [CINAR]: call('rma', CLOSE, [{ period: 14 }]),
      [IXJB]: call('wilders', CLOSE, [14]),
      [DEBUT]: call('WEMA', CLOSE, [14]),
    },
  },
  {
    name: 'dema',
    ours: 'dema(20)',
    taLib: ta('DEMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('DEMA', CLOSE, [20]),
      [CINAR]: call('dema', CLOSE, [{ period: 20 }]),
      [IXJB]: call('dema', CLOSE, [20]),
    },
  },
  {
    name: 'tema',
    ours: 'tema(20)',
    taLib: ta('TEMA', CLOSE, [20]),
    libraries: {
      [SIGNALS]: call('TEMA', CLOSE, [20]),
      [CINAR]: call('tema', CLOSE, [{ period: 20 }]),
      [IXJB]: call('tema', CLOSE, [20]),
      [DEBUT]: call('TEMA', CLOSE, [20]),
    },
  },
  {
    name: 'hma',
    ours: 'hma(20)',
    libraries: { [SIGNALS]: call('HMA', CLOSE, [20]), [IXJB]: call('hma', CLOSE, [20]) },
  },
  {
    name: 'kama',
    ours: 'kama(10, 2, 30)',
    outputs: ['value'],
    taLib: ta('KAMA', CLOSE, [10]),
    libraries: { [SIGNALS]: call('KAMA', CLOSE, [10]), [IXJB]: call('kama', CLOSE, [10]) },
  },
  {
    name: 'vwma',
    ours: 'vwma(20)',
    libraries: {
      [SIGNALS]: call('VWMA', FLOW, [20]),
      [CINAR]: call('vwma', VOLUME, [{ period: 20 }]),
      [IXJB]: call('vwma', VOLUME, [20]),
    },
  },
  {
    name: 'alma',
    ours: 'alma(9, 0.75, 6)',
    libraries: { [SIGNALS]: call('ALMA', CLOSE, [9, 0.75, 6]), [IXJB]: call('alma', CLOSE, [9, 0.75, 6]) },
  },
  {
    name: 'linreg',
    ours: 'linreg(14)',
    outputs: ['value'],
    taLib: ta('LINEARREG', CLOSE, [14]),
    libraries: {
      [SIGNALS]: call('LinearRegression', CLOSE, [14], { pick: ['prediction'], differs: 'a position later' }),
      [IXJB]: call('linreg', CLOSE, [14]),
    },
  },
  {
    name: 'stdev',
    ours: 'stdev(20)',
    taLib: ta('STDDEV', CLOSE, [20, 1]),
    libraries: {
      [TECHNICAL]: call('sd', CLOSE, [{ period: 20 }]),
      [CINAR]: call('mstd', CLOSE, [{ period: 20 }]),
      [IXJB]: call('stddev', CLOSE, [20]),
    },
  },
  {
    name: 'highest',
    ours: 'highest(20)',
    taLib: ta('MAX', CLOSE, [20]),
    libraries: {
      [TECHNICAL]: call('highest', CLOSE, [{ period: 20 }]),
      [CINAR]: call('mmax', CLOSE, [{ period: 20 }]),
      [IXJB]: call('max', CLOSE, [20]),
    },
  },
  {
    name: 'lowest',
    ours: 'lowest(20)',
    taLib: ta('MIN', CLOSE, [20]),
    libraries: {
      [TECHNICAL]: call('lowest', CLOSE, [{ period: 20 }]),
      [CINAR]: call('mmin', CLOSE, [{ period: 20 }]),
      [IXJB]: call('min', CLOSE, [20]),
    },
  },
];

/** Bands, trends and volume: what reads more than closes. */
import {
  BANDS,
  CINAR,
  CLOSE,
  type Comparison,
  call,
  DEBUT,
  FLOW,
  HIGH_LOW,
  IXJB,
  RANGE,
  SIGNALS,
  TECHNICAL,
  ta,
  VOLUME,
} from '../calls.ts';

export const RANGES: readonly Comparison[] = [
  {
    name: 'bollinger',
    ours: 'bollinger(20, 2)',
    outputs: BANDS,
    taLib: ta('BBANDS', CLOSE, [20, 2, 2, 0], { outputs: 3, pick: [1, 0, 2] }),
    libraries: {
      [SIGNALS]: call('BollingerBands', CLOSE, [20, 2], { pick: BANDS }),
      [TECHNICAL]: call('bollingerbands', CLOSE, [{ period: 20, stdDev: 2 }], { pick: BANDS }),
      [CINAR]: call('bb', CLOSE, [{ period: 20 }], { pick: BANDS }),
      [IXJB]: call('bbands', CLOSE, [20, 2], { pick: [1, 2, 0] }),
      [DEBUT]: call('BollingerBands', CLOSE, [20, 2], { pick: BANDS }),
    },
  },
  {
    name: 'atr',
    ours: 'atr(14)',
    taLib: ta('ATR', RANGE, [14]),
    libraries: {
      [SIGNALS]: call('ATR', RANGE, [14]),
      [TECHNICAL]: call('atr', RANGE, [{ period: 14 }]),
      [CINAR]: call('atr', RANGE, [{ period: 14 }], { pick: ['atrLine'], differs: 'another true range' }),
      [IXJB]: call('atr', RANGE, [14]),
      [DEBUT]: call('ATR', RANGE, [14, 'WEMA']),
    },
  },
  {
    name: 'adx',
    ours: 'adx(14)',
    outputs: ['adx'],
    taLib: ta('ADX', RANGE, [14]),
    libraries: {
      [SIGNALS]: call('ADX', RANGE, [14]),
      [TECHNICAL]: call('adx', RANGE, [{ period: 14 }], { pick: ['adx'] }),
      [IXJB]: call('adx', HIGH_LOW, [14]),
      [DEBUT]: call('ADX', RANGE, [14], { pick: ['adx'] }),
    },
  },
  {
    name: 'aroon',
    ours: 'aroon(25)',
    outputs: ['up', 'down'],
    taLib: ta('AROON', HIGH_LOW, [25], { outputs: 2, pick: [1, 0] }),
    libraries: {
      [SIGNALS]: call('Aroon', HIGH_LOW, [25], { pick: ['aroonUp', 'aroonDown'] }),
      [CINAR]: call('aroon', HIGH_LOW, [{ period: 25 }], {
        pick: ['up', 'down'],
        differs: 'a window that is a bar shorter',
      }),
      [IXJB]: call('aroon', HIGH_LOW, [25], { pick: [1, 0] }),
    },
  },
  {
    name: 'psar',
    ours: 'psar(0.02, 0.2)',
    outputs: ['value'],
    taLib: ta('SAR', HIGH_LOW, [0.02, 0.2]),
    libraries: {
      [SIGNALS]: call('PSAR', HIGH_LOW, [{ accelerationStep: 0.02, accelerationMax: 0.2 }], {
        differs: 'turns otherwise',
      }),
      [TECHNICAL]: call('psar', HIGH_LOW, [{ step: 0.02, max: 0.2 }]),
      [CINAR]: call('psar', RANGE, [{ step: 0.02, max: 0.2 }], { pick: ['psarResult'], differs: 'turns otherwise' }),
      [IXJB]: call('psar', HIGH_LOW, [0.02, 0.2]),
      [DEBUT]: call('PSAR', RANGE, [0.02, 0.02, 0.2], { differs: 'turns otherwise' }),
    },
  },
  {
    name: 'supertrend',
    ours: 'supertrend(10, 3)',
    outputs: ['value'],
    libraries: {
      [SIGNALS]: call('SuperTrend', RANGE, [{ interval: 10, multiplier: 3 }], { pick: ['supertrend'] }),
      [DEBUT]: call('SuperTrend', RANGE, [10, 3], { pick: ['superTrend'] }),
    },
  },
  {
    name: 'obv',
    ours: 'obv()',
    taLib: ta('OBV', VOLUME, [], { differs: 'begins with the first volume' }),
    libraries: {
      [SIGNALS]: call('OBV', VOLUME, [2]),
      [TECHNICAL]: call('obv', VOLUME, [{}]),
      [CINAR]: call('obv', VOLUME),
      [IXJB]: call('obv', VOLUME),
    },
  },
  {
    name: 'adl',
    ours: 'adl()',
    outputs: ['value'],
    taLib: ta('AD', FLOW),
    libraries: {
      [SIGNALS]: call('AD', FLOW),
      [TECHNICAL]: call('adl', FLOW, [{}], { differs: 'rounds to whole numbers' }),
      [CINAR]: call('ad', FLOW),
      [IXJB]: call('ad', FLOW),
    },
  },
  {
    name: 'cmf',
    ours: 'cmf(20)',
    libraries: {
      [SIGNALS]: call('CMF', FLOW, [20]),
      [CINAR]: call('cmf', FLOW, [{ period: 20 }]),
      [IXJB]: call('cmf', FLOW, [20]),
    },
  },
  {
    name: 'chaikin',
    ours: 'chaikin(3, 10)',
    taLib: ta('ADOSC', FLOW, [3, 10]),
    libraries: {
      [CINAR]: call('cmo', FLOW, [{ fast: 3, slow: 10 }], { pick: ['cmoResult'] }),
      [IXJB]: call('adosc', FLOW, [3, 10]),
    },
  },
  {
    name: 'mfi',
    ours: 'mfi(14)',
    taLib: ta('MFI', FLOW, [14]),
    libraries: {
      [SIGNALS]: call('MFI', FLOW, [14]),
      [TECHNICAL]: call('mfi', FLOW, [{ period: 14 }], { differs: 'rounds to hundredths' }),
      [CINAR]: call('mfi', FLOW, [{ period: 14 }], { differs: 'another money flow' }),
      [IXJB]: call('mfi', FLOW, [14]),
      [DEBUT]: call('MFI', FLOW, [14]),
    },
  },
  {
    name: 'vwap',
    ours: 'vwap()',
    libraries: { [SIGNALS]: call('VWAP', FLOW), [TECHNICAL]: call('vwap', FLOW, [{}]) },
  },
  {
    name: 'donchian',
    ours: 'donchian(20)',
    outputs: BANDS,
    late: 1,
    libraries: {
      [SIGNALS]: call('DonchianChannels', HIGH_LOW, [20], { pick: BANDS }),
      [IXJB]: call('dc', HIGH_LOW, [20], { pick: [1, 0, 2] }),
      [DEBUT]: call('DC', HIGH_LOW, [20], { pick: BANDS }),
    },
  },
  {
    name: 'keltner',
    ours: 'keltner(20, 2, 20)',
    outputs: BANDS,
    libraries: {
      [SIGNALS]: call('KeltnerChannels', RANGE, [{ emaInterval: 20, atrInterval: 20, multiplier: 2 }], { pick: BANDS }),
      [TECHNICAL]: call('keltnerchannels', RANGE, [{ maPeriod: 20, atrPeriod: 20, multiplier: 2, useSMA: false }], {
        pick: BANDS,
      }),
      [CINAR]: call('kc', RANGE, [{ period: 20 }], { pick: BANDS, differs: 'another true range' }),
      [IXJB]: call('kc', RANGE, [20, 2], { pick: [1, 2, 0], differs: 'another average of the true range' }),
      [DEBUT]: call('KeltnerChannel', RANGE, [20, 2], { pick: BANDS }),
    },
  },
  {
    name: 'force',
    ours: 'force(13)',
    libraries: {
      [TECHNICAL]: call('forceindex', VOLUME, [{ period: 13 }]),
      [CINAR]: call('fi', VOLUME, [{ period: 13 }]),
      [IXJB]: call('fi', VOLUME, [13]),
    },
  },
];

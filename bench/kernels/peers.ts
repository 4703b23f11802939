import type { Constructors, Libraries } from '../libraries/library.ts';
import type { Peer } from './measure.ts';
import type { StreamingAverage } from './variants.ts';

/** The library whose streaming average the figures of single ticks are compared with. */
export const PEER = 'trading-signals';

export function averagesOf({ modules }: Libraries): Peer[] {
  const { SMA } = (modules.get(PEER) ?? {}) as Constructors;
  return SMA ? [{ name: PEER, average: () => new SMA(20) as StreamingAverage }] : [];
}

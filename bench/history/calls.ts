/** How a comparison is written down: an indicator of ours, and the call of each library that computes the same. */
import type { ColumnName, LibraryCall, LibraryName } from '../libraries/library.ts';

/** A function of TA-Lib with what it reads, its options and its outputs in our order. */
export interface TaLibCall {
  readonly name: string;
  readonly reads: readonly ColumnName[];
  readonly options?: readonly number[];
  /** How many outputs it has, and which of them are ours. */
  readonly outputs?: number;
  readonly pick?: readonly number[];
  readonly differs?: string;
}

export interface Comparison {
  /** As the figures name it. */
  readonly name: string;
  /** In our language. */
  readonly ours: string;
  /** Its outputs that the libraries have too. */
  readonly outputs?: readonly string[];
  /** Ours is so many positions later. */
  readonly late?: number;
  readonly taLib?: TaLibCall;
  readonly libraries: Partial<Readonly<Record<LibraryName, LibraryCall>>>;
}

export const CLOSE = ['close'] as const;
export const HIGH_LOW = ['high', 'low'] as const;
export const RANGE = ['high', 'low', 'close'] as const;
export const FLOW = ['high', 'low', 'close', 'volume'] as const;
export const VOLUME = ['close', 'volume'] as const;

type Reads = readonly ColumnName[];
type More = Omit<LibraryCall, 'name' | 'reads' | 'options'>;
export const call = (name: string, reads: Reads, options?: LibraryCall['options'], more?: More): LibraryCall => ({
  name,
  reads,
  ...(options && { options }),
  ...more,
});
export const ta = (name: string, reads: Reads, options?: readonly number[], more?: Partial<TaLibCall>): TaLibCall => ({
  name,
  reads,
  ...(options && { options }),
  ...more,
});

export const SIGNALS = 'trading-signals';
export const TECHNICAL = 'technicalindicators';
export const CINAR = 'indicatorts';
export const IXJB = '@ixjb94/indicators';
export const DEBUT = '@debut/indicators';
export const BANDS = ['middle', 'upper', 'lower'];

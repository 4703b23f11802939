import { AVERAGES } from './averages.js';
import { BANDS } from './bands.js';
import type { CatalogEntry } from './entry.js';
import { OSCILLATORS } from './oscillators.js';
import { RELATIONS } from './relations.js';
import { STATISTICS } from './statistics.js';
import { TREND } from './trend.js';
import { VOLUME } from './volume.js';

export * from './entry.js';

/** Every function of the language by name, in the order of the documentation. */
export const CATALOG: ReadonlyMap<string, CatalogEntry> = new Map(
  [AVERAGES, STATISTICS, OSCILLATORS, BANDS, TREND, VOLUME, RELATIONS].flat().map((entry) => [entry.name, entry]),
);

/** How a function is called: `sma(x = close, period = 20)`. */
export function signature({ name, series, parameters }: CatalogEntry): string {
  const parts = [
    ...series.map((one) => (one.otherwise === undefined ? one.name : `${one.name} = ${one.otherwise}`)),
    ...parameters.map((one) => `${one.name} = ${one.otherwise}`),
  ];
  return `${name}(${parts.join(', ')})`;
}

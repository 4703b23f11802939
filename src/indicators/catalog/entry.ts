/** What a series is, which decides how a tile writes it. Percent: 5 is 5%. Boolean: 0 and 1. */
export type Unit = 'price' | 'percent' | 'number' | 'volume' | 'boolean';

/** A series that a function reads. */
export interface SeriesParameter {
  readonly name: string;
  /** What it is where it is left out, as an expression; without one it must be given. */
  readonly otherwise?: string;
  readonly meaning: string;
}

/** A number that a function takes, known before the first tick. */
export interface NumberParameter {
  readonly name: string;
  readonly otherwise: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly meaning: string;
}

export interface Output {
  readonly name: string;
  /** `same`: what the first series is. */
  readonly unit: Unit | 'same';
  /** What it says. */
  readonly meaning: string;
  /** false: published, but a tile does not show it unless it is asked for. */
  readonly shown: boolean;
}

/** One function of the language: what the compiler, its errors, tiles and the documentation know of it. */
export interface CatalogEntry {
  readonly name: string;
  readonly title: string;
  readonly group: 'averages' | 'statistics' | 'oscillators' | 'bands' | 'trend' | 'volume' | 'relations';
  /** One line. */
  readonly summary: string;
  /** As text, for readers. */
  readonly formula: string;
  /** Who described it, where and when. */
  readonly source: string;
  readonly series: readonly SeriesParameter[];
  readonly parameters: readonly NumberParameter[];
  /** The first is the function's value. */
  readonly outputs: readonly Output[];
  /** What it gives where nothing moves, or where it would divide by 0. */
  readonly flat?: string;
  /**
   * What it is, in the language itself: one expression, or named ones, of which the outputs are some. Operations are
   * called as `$name`.
   */
  readonly definition: string;
}

/** The longest period: every position of it is kept. */
export const PERIOD_LIMIT = 100_000;

export const x: SeriesParameter = { name: 'x', otherwise: 'close', meaning: 'series' };

/** A whole number of positions. */
export function period(otherwise: number, name = 'period', meaning = 'positions', min = 1): NumberParameter {
  return { name, otherwise, min, max: PERIOD_LIMIT, integer: true, meaning };
}

/** Any number in a range. */
export function number(name: string, otherwise: number, min: number, max: number, meaning: string): NumberParameter {
  return { name, otherwise, min, max, integer: false, meaning };
}

export function output(name: string, unit: Output['unit'], meaning: string, shown = true): Output {
  return { name, unit, meaning, shown };
}

/** The only output of a function. */
export const value = (unit: Output['unit']): readonly Output[] => [output('value', unit, 'the value')];

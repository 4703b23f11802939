/** What is drawn, as paths of an SVG `WIDTH` of whose units is one bar wide and that is HEIGHT high, stretched to its box. */

export const HEIGHT = 100;

/** The values at the lower and the upper edge. */
export interface Scale {
  readonly min: number;
  readonly max: number;
}

type Values = ArrayLike<number>;

/** Room above and below the values, as a part of their range. */
const MARGIN = 0.06;

/** The least height of a body. */
const LEAST_BODY = 0.75;

const known = (value: number | undefined): value is number => value !== undefined && !Number.isNaN(value);
const short = (value: number) => Number(value.toFixed(2));

/** A scale that all values fit, with some room. */
export function scaleOf(...series: readonly Values[]): Scale {
  const values = series.flatMap((one) => Array.from(one).filter(known));
  const [min, max] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const room = (max - min || Math.abs(max) || 1) * MARGIN;
  return { min: min - room, max: max + room };
}

/** Where a value is, from the upper edge. */
export function yOf(value: number, { min, max }: Scale): number {
  return short(HEIGHT * (1 - (value - min) / (max - min)));
}

/** From value to value, with gaps where one is not known. */
export function linePath(values: Values, scale: Scale): string {
  let path = '';
  for (let bar = 0; bar < values.length; bar++) {
    const value = values[bar];
    if (known(value)) path += `${known(values[bar - 1]) ? 'L' : 'M'}${bar + 0.5} ${yOf(value, scale)}`;
  }
  return path;
}

/** A dot for each value. */
export function dotsPath(values: Values, scale: Scale): string {
  return Array.from(values, (value, bar) => (known(value) ? `M${bar + 0.5} ${yOf(value, scale)}h0` : '')).join('');
}

/** A stroke for each bar, from one value to the other. */
export function strokesPath(from: Values, to: Values, scale: Scale): string {
  return Array.from(from, (value, bar) => {
    const end = to[bar];
    return known(value) && known(end) ? `M${bar + 0.5} ${yOf(value, scale)}V${yOf(end, scale)}` : '';
  }).join('');
}

/** What lies between two lines, where both are known. */
export function areaPath(upper: Values, lower: Values, scale: Scale): string {
  let path = '';
  let begin = 0;
  for (let bar = 0; bar <= upper.length; bar++) {
    if (known(upper[bar]) && known(lower[bar])) continue;
    const bars = Array.from({ length: bar - begin }, (_, index) => begin + index);
    const there = bars.map((at) => `${at + 0.5} ${yOf(upper[at] as number, scale)}`);
    const back = bars.reverse().map((at) => `${at + 0.5} ${yOf(lower[at] as number, scale)}`);
    if (bars.length > 1) path += `M${[...there, ...back].join('L')}Z`;
    begin = bar + 1;
  }
  return path;
}

/** The full height, for each bar where a condition is true. */
export function truePath(values: Values): string {
  return Array.from(values, (value, bar) => (value > 0 ? `M${bar} 0h1V${HEIGHT}h-1Z` : '')).join('');
}

/** A body for each bar, from one value to the other. */
export function bodiesPath(from: Values, to: Values, scale: Scale): string {
  return Array.from(from, (value, bar) => {
    const end = to[bar];
    if (!known(value) || !known(end)) return '';
    const [top, bottom] = [yOf(Math.max(value, end), scale), yOf(Math.min(value, end), scale)];
    // one that did not move is seen as well
    return `M${bar + 0.2} ${top}h0.6v${Math.max(short(bottom - top), LEAST_BODY)}h-0.6Z`;
  }).join('');
}

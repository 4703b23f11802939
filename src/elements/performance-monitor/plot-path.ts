import { PLOT_SECONDS } from './plot-seconds.js';

/** The plot's own coordinates, stretched to its place: a second is a unit wide. */
export const PLOT_WIDTH = PLOT_SECONDS - 1;
export const PLOT_HEIGHT = 24;
/** Room for the line's own width. */
const MARGIN = 1;

/** A line, and the area below it, as SVG paths. */
export interface Plot {
  readonly line: string;
  readonly area: string;
}

/** Draws values from 0, at the bottom, to at least `top`; NaN is a gap. The last value is rightmost. */
export function drawPlot(values: Float64Array, top: number): Plot {
  const known = values.filter((value) => !Number.isNaN(value));
  const down = (PLOT_HEIGHT - 2 * MARGIN) / Math.max(top, ...known);
  const right = PLOT_SECONDS - values.length;
  let line = '';
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const place = `${right + index} ${(PLOT_HEIGHT - MARGIN - value * down).toFixed(1)}`;
    // after a gap a line of no length, which round ends make a dot: the next point may be another gap
    line += Number.isNaN(values[index - 1] ?? Number.NaN) ? `M${place}h0` : `L${place}`;
  });
  return { line, area: line.replace(/M(\d+)([^M]*)/g, `M$1 ${PLOT_HEIGHT}L$1$2V${PLOT_HEIGHT}Z`) };
}

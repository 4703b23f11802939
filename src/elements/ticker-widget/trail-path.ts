/** The sparkline's own coordinates, stretched to its place. */
export const WIDTH = 100;
export const HEIGHT = 24;
/** Room for the line's own width. */
const MARGIN = 1.5;
/** Fewer points do not fill the width: a line of three would jump with each new one. */
const LEAST = 20;

/** An SVG path through the first `count` points, oldest left, from the lowest to the highest; empty for less than two. */
export function drawTrail(points: Float64Array, count: number): string {
  if (count < 2) return '';
  const shown = points.subarray(0, count);
  const high = Math.max(...shown);
  const low = Math.min(...shown);
  const across = WIDTH / (Math.max(count, LEAST) - 1);
  // a line that is flat lies in the middle
  const down = (HEIGHT - 2 * MARGIN) / (high - low || 1);
  const place = (point: number, index: number) =>
    `${(index * across).toFixed(1)} ${(HEIGHT / 2 + ((high + low) / 2 - point) * down).toFixed(1)}`;
  return `M${Array.from(shown, place).join('L')}`;
}

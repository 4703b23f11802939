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
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index++) {
    low = Math.min(low, points[index] as number);
    high = Math.max(high, points[index] as number);
  }
  const across = WIDTH / (Math.max(count, LEAST) - 1);
  const down = high > low ? (HEIGHT - 2 * MARGIN) / (high - low) : 0;
  let path = '';
  for (let index = 0; index < count; index++) {
    const y = down ? MARGIN + (high - (points[index] as number)) * down : HEIGHT / 2;
    path += `${index ? 'L' : 'M'}${(index * across).toFixed(1)} ${y.toFixed(1)}`;
  }
  return path;
}

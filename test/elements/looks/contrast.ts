/** Contrast as WCAG 2 defines it, of what the browser has computed. */

/** Red, green, blue and alpha, from 0 to 1. */
type Colour = readonly [number, number, number, number];

const context = new OffscreenCanvas(1, 1).getContext('2d', {
  willReadFrequently: true,
}) as OffscreenCanvasRenderingContext2D;

/** The pixel that these colours make, each over the ones before it: whatever notation the browser computes them in. */
function pixel(...colours: readonly string[]): Colour {
  context.clearRect(0, 0, 1, 1);
  for (const colour of colours) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  }
  return Array.from(context.getImageData(0, 0, 1, 1).data, (value) => value / 255) as never;
}

function luminance([red, green, blue]: Colour): number {
  const [r, g, b] = [red, green, blue].map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21, of a text over some grounds, the lowest first. */
export function contrast(text: string, ...grounds: readonly string[]): number {
  const [a, b] = [luminance(pixel(...grounds, text)), luminance(pixel(...grounds))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What an element's private property comes to, as a colour. */
export function colourOf(element: Element, name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  element.shadowRoot?.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

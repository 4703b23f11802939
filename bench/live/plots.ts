/** Plots of the suites under load: SVG that reads on light and on dark pages. */

const WIDTH = 720;
const RIGHT = WIDTH - 24;
const COLOURS = ['#1f77b4', '#d62728', '#2ca02c', '#9467bd'];

const round = (value: number) => Math.round(value * 10) / 10;
const quote = (words: string) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const text = (left: number, top: number, words: string, anchor = 'middle') =>
  `<text x="${round(left)}" y="${round(top)}" text-anchor="${anchor}">${quote(words)}</text>`;

function svg(title: string, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${quote(title)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #777 }
.grid { stroke: #8884; fill: none }
.series { stroke: ${COLOURS[0]}; stroke-width: 2; fill: none }
</style>
${[text(WIDTH / 2, 22, title), ...parts].join('\n')}
</svg>
`;
}

/** The next of 1, 2, 5, 10, 20, ... that is not below. */
function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) as number);
}

/** Points joined by a line. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** Curves with their names at their ends; x is logarithmic, y begins at 0. */
export function curvePlot(title: string, across: string, up: string, curves: readonly Curve[]): string {
  const [left, top, bottom, height] = [64, 64, 300, 348];
  const points = curves.flatMap((curve) => curve.points);
  const marks = [...new Set(points.map((point) => point.x))];
  const xs = points.map(({ x }) => Math.log10(x));
  const [least, span] = [Math.min(...xs), Math.max(...xs) - Math.min(...xs) || 1];
  const most = ceiling(Math.max(...points.map(({ y }) => y)));
  const x = (value: number) => left + ((Math.log10(value) - least) / span) * (RIGHT - left);
  const y = (value: number) => bottom - (value / most) * (bottom - top);
  const lines = [0, 0.25, 0.5, 0.75, 1].map((part) => part * most);
  return svg(title, height, [
    text(left, 46, up, 'start'),
    ...lines.map((value) => `<path class="grid" d="M${left} ${round(y(value))}H${RIGHT}"/>`),
    ...lines.map((value) => text(left - 8, y(value) + 4, String(Number(value.toPrecision(3))), 'end')),
    ...marks.map((mark) => text(x(mark), bottom + 18, mark.toLocaleString('en'))),
    text((left + RIGHT) / 2, height - 8, across),
    ...curves.flatMap(({ name, points: own }, index) => {
      const colour = COLOURS[index % COLOURS.length];
      const line = own.map((point) => `${round(x(point.x))} ${round(y(point.y))}`).join('L');
      const end = own.at(-1);
      return [
        `<path class="series" style="stroke: ${colour}" d="M${line}"/>`,
        ...own.map((point) => `<circle cx="${round(x(point.x))}" cy="${round(y(point.y))}" r="4" fill="${colour}"/>`),
        ...(end ? [text(x(end.x) - 8, y(end.y) - 10, name, 'end')] : []),
      ];
    }),
  ]);
}

/** One value for each row; NaN where there is none. */
export interface BarSeries {
  readonly name: string;
  readonly values: readonly number[];
}

const BAR = 10;
const NAMES = 220;

/** Bars from 0 to the right, those of a row below each other. */
export function barPlot(title: string, unit: string, rows: readonly string[], series: readonly BarSeries[]): string {
  const most = ceiling(Math.max(...series.flatMap(({ values }) => values.filter((value) => value > 0)), 1));
  const pitch = series.length * BAR + 10;
  const top = 62;
  const bottom = top + rows.length * pitch;
  const x = (value: number) => NAMES + (value / most) * (RIGHT - NAMES - 30);
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * most);
  const colour = (index: number) => COLOURS[index % COLOURS.length] as string;
  const keys = series.map(({ name }, index) => {
    const left = NAMES + index * 160;
    return `<rect x="${left}" y="38" width="10" height="10" fill="${colour(index)}"/>${text(left + 16, 47, name, 'start')}`;
  });
  const bars = rows.flatMap((name, row) => [
    text(NAMES - 10, top + row * pitch + (pitch - 10) / 2 + 4, name, 'end'),
    ...series.flatMap(({ values }, index) => {
      const value = values[row] ?? Number.NaN;
      const up = top + row * pitch + index * BAR;
      if (Number.isNaN(value)) return [text(NAMES + 6, up + BAR - 1, 'not measured', 'start')];
      return [
        `<rect x="${NAMES}" y="${up}" width="${round(x(value) - NAMES)}" height="${BAR - 1}" fill="${colour(index)}"/>`,
        text(x(value) + 5, up + BAR - 1, String(round(value)), 'start'),
      ];
    }),
  ]);
  return svg(title, bottom + 44, [
    ...keys,
    ...marks.map((value) => `<path class="grid" d="M${round(x(value))} ${top - 4}V${bottom}"/>`),
    ...marks.map((value) => text(x(value), bottom + 16, String(Number(value.toPrecision(3))))),
    ...bars,
    text((NAMES + RIGHT) / 2, bottom + 36, unit),
  ]);
}

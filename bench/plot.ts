/** A small SVG writer for the plots beside committed results: readable on light and on dark pages. */
export interface Series {
  readonly name: string;
  /** Microseconds at each of the shares. */
  readonly curve: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 64;
const RIGHT = WIDTH - 24;
const TOP = 56;
const BOTTOM = HEIGHT - 48;
const COLOURS = ['#1f77b4', '#2ca02c', '#d62728', '#9467bd'];
const MARKS = [0, 0.5, 0.9, 0.99, 0.999, 0.9999];

/** Latency by the share of ticks that were faster; both axes logarithmic, the share's towards 1. */
export function latencyPlot(title: string, shares: readonly number[], series: readonly Series[]): string {
  const values = series.flatMap(({ curve }) => curve).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const most = Math.max(...shares.map(nines));
  const x = (share: number) => LEFT + (nines(share) / most) * (RIGHT - LEFT);
  const y = (value: number) => BOTTOM - ((Math.log10(value) - low) / (high - low)) * (BOTTOM - TOP);
  const text = (left: number, top: number, words: string, anchor = 'middle') =>
    `<text x="${round(left)}" y="${round(top)}" text-anchor="${anchor}">${quote(words)}</text>`;
  const line = (...points: readonly number[]) =>
    `<path class="grid" d="M${points[0]} ${points[1]}L${points[2]} ${points[3]}"/>`;

  const parts = [text(WIDTH / 2, 22, title)];
  for (let power = low; power <= high; power++) {
    const top = round(y(10 ** power));
    parts.push(line(LEFT, top, RIGHT, top), text(LEFT - 8, top + 4, inWords(10 ** power), 'end'));
  }
  for (const share of MARKS.filter((mark) => nines(mark) <= most)) {
    const left = round(x(share));
    parts.push(line(left, TOP, left, BOTTOM), text(left, BOTTOM + 18, `${Number((share * 100).toPrecision(6))}%`));
  }
  parts.push(text((LEFT + RIGHT) / 2, HEIGHT - 8, 'share of ticks that were at least as fast'));
  series.forEach(({ name, curve }, index) => {
    const colour = COLOURS[index % COLOURS.length] as string;
    const points = shares.flatMap((share, place) => {
      const value = curve[place] as number;
      return value > 0 ? [`${round(x(share))} ${round(y(value))}`] : [];
    });
    parts.push(`<path class="series" stroke="${colour}" d="M${points.join('L')}"/>`);
    const top = TOP + 14 + index * 18;
    parts.push(
      `<path class="series" stroke="${colour}" d="M${LEFT + 12} ${top - 4}h20"/>`,
      text(LEFT + 40, top, name, 'start'),
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${quote(title)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #777 }
.grid { stroke: #8884; fill: none }
.series { stroke-width: 2; fill: none; stroke-linejoin: round }
</style>
${parts.join('\n')}
</svg>
`;
}

/** Values of one series in a dot plot, one for each row; NaN where there is none. */
export interface DotSeries {
  readonly name: string;
  readonly values: readonly number[];
}

const ROW = 18;
const NAMES = 132;
const DOT_COLOURS = ['#d62728', '#1f77b4', '#2ca02c', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f'];

/** Values by row as dots, on a logarithmic axis to the right. The first series is the one that the others are beside. */
export function dotPlot(title: string, unit: string, rows: readonly string[], series: readonly DotSeries[]): string {
  const values = series.flatMap(({ values }) => values).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const top = 84;
  const bottom = top + rows.length * ROW;
  const height = bottom + 48;
  const x = (value: number) => NAMES + ((Math.log10(value) - low) / (high - low)) * (RIGHT - NAMES);
  const text = (left: number, at: number, words: string, anchor = 'middle') =>
    `<text x="${round(left)}" y="${round(at)}" text-anchor="${anchor}">${quote(words)}</text>`;
  const dot = (left: number, at: number, index: number) =>
    `<circle cx="${round(left)}" cy="${round(at)}" r="${index === 0 ? 5 : 3.5}" fill="${DOT_COLOURS[index % DOT_COLOURS.length]}"/>`;

  const parts = [text(WIDTH / 2, 22, title)];
  for (let power = low; power <= high; power++) {
    const left = x(10 ** power);
    parts.push(`<path class="grid" d="M${round(left)} ${top}V${bottom}"/>`, text(left, bottom + 18, `${10 ** power}`));
  }
  parts.push(text((NAMES + RIGHT) / 2, height - 8, unit));
  rows.forEach((name, row) => {
    const middle = top + row * ROW + ROW / 2;
    parts.push(text(NAMES - 10, middle + 4, name, 'end'), `<path class="grid" d="M${NAMES} ${middle}H${RIGHT}"/>`);
    // the first one last, so that it lies above the others
    for (let index = series.length - 1; index >= 0; index--) {
      const value = series[index]?.values[row] as number;
      if (value > 0) parts.push(dot(x(value), middle, index));
    }
  });
  let [left, line] = [NAMES, 44];
  series.forEach(({ name }, index) => {
    const room = 30 + name.length * 6.5;
    if (left + room > WIDTH) [left, line] = [NAMES, line + ROW];
    parts.push(dot(left, line, index), text(left + 9, line + 4, name, 'start'));
    left += room;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${quote(title)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #777 }
.grid { stroke: #8884; fill: none }
</style>
${parts.join('\n')}
</svg>
`;
}

/** 0.9 is one nine, 0.99 two. */
const nines = (share: number) => -Math.log10(1 - share);
const round = (value: number) => Math.round(value * 10) / 10;
const inWords = (microseconds: number) => (microseconds < 1000 ? `${microseconds} us` : `${microseconds / 1000} ms`);
const quote = (words: string) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

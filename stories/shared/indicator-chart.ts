import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { compilePlan, compute, indicators, ready, signature } from '../../src/indicators/index.js';
import {
  areaPath,
  dotsPath,
  HEIGHT,
  linePath,
  type Scale,
  scaleOf,
  strokesPath,
  truePath,
  yOf,
} from './chart-paths.js';
import { chartStyles } from './chart-styles.js';
import { DRAWINGS, type Drawing } from './indicator-drawings.js';
import { type SampleBars, sampleBars } from './sample-bars.js';

/** Bars that are computed, and the last of them, which are shown. */
const COMPUTED = 200;
const SHOWN = 120;
const SEED = 8;
/** Colours there are for outputs. */
const COLOURS = 4;

const all = sampleBars(COMPUTED, SEED);
const recent = (values: Float64Array) => values.subarray(COMPUTED - SHOWN);
const bars = Object.fromEntries(
  Object.entries(all).map(([name, values]) => [name, recent(values)]),
) as unknown as SampleBars;
const prices = scaleOf(bars.high, bars.low);

/** One output, and how it looks. */
interface Drawn {
  readonly name: string;
  readonly values: Float64Array;
  readonly colour: string;
  readonly isTruth: boolean;
  /** On the scale of prices. */
  readonly overlaid: boolean;
}

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const write = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '–' : number.format(value));

/** Whether values are prices, and not the difference of some. */
function isOverlaid(values: Float64Array): boolean {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = sorted[sorted.length >> 1] ?? Number.NaN;
  return middle > prices.min && middle < prices.max;
}

/** One function of the language over made-up bars: what it gives, on the prices or below them. For stories only. */
export class IndicatorChart extends LitElement {
  static override properties = { name: {} };
  static override styles = chartStyles;

  declare name: string;

  // the kernel is loaded before anything is drawn
  protected override async scheduleUpdate(): Promise<void> {
    await ready;
    super.scheduleUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const entry = indicators.get(this.name);
    if (!entry) return nothing;
    const drawing = DRAWINGS[entry.name] ?? {};
    const { expressions = entry.name } = drawing;
    const drawn = this.#drawn(expressions, drawing);
    const below = drawn.filter(({ overlaid, isTruth }) => !overlaid && !isTruth);
    const label = `${entry.title}, drawn over ${SHOWN} bars`;
    return html`<figure>
      <figcaption>
        <b>${entry.title}</b>
        <code>${signature(entry)}</code>
      </figcaption>
      <div class="panels" role="img" aria-label=${label}>
        ${this.#pricePanel(drawn, entry.group === 'volume')}
        ${below.length > 0 ? this.#lowerPanel(below, drawing) : nothing}
      </div>
      <ul>
        ${drawn.map(
          ({ name, colour, values, isTruth }) =>
            html`<li class=${colour}>${name} <b>${isTruth ? (values.at(-1) ? 'true' : 'false') : write(values.at(-1))}</b></li>`,
        )}
      </ul>
      <p>${entry.summary}</p>
    </figure>`;
  }

  #drawn(expressions: string, { outputs }: Drawing): Drawn[] {
    const results = compute(expressions, all);
    const wanted = compilePlan(expressions).outputs.filter(({ name, shown }) =>
      outputs ? outputs.includes(name.split('.')[1] ?? '') : shown,
    );
    return wanted.map(({ name, unit }, index) => {
      const values = recent(results[name] as Float64Array);
      const overlaid = unit === 'price' && isOverlaid(values);
      return { name, values, colour: `colour-${index % COLOURS}`, isTruth: unit === 'boolean', overlaid };
    });
  }

  #pricePanel(drawn: readonly Drawn[], withVolume: boolean): TemplateResult {
    const overlays = drawn.filter(({ overlaid }) => overlaid);
    const scale = scaleOf(bars.high, bars.low, ...overlays.map(({ values }) => values));
    const [rises, falls] = [bars.close, bars.close].map((close, fall) =>
      close.map((value, bar) =>
        value < (bars.open[bar] as number) === Boolean(fall) ? (bars.high[bar] as number) : Number.NaN,
      ),
    ) as [Float64Array, Float64Array];
    const volumes = { min: 0, max: 4 * Math.max(...bars.volume) };
    const content = svg`
      ${withVolume ? svg`<path class="volume" d=${strokesPath(new Float64Array(SHOWN), bars.volume, volumes)} />` : nothing}
      ${drawn.map(({ isTruth, values, colour }) => (isTruth ? svg`<path class="truth ${colour}" d=${truePath(values)} />` : nothing))}
      ${this.#band(overlays, scale)}
      <path class="rise" d=${strokesPath(rises, bars.low, scale)} />
      <path class="fall" d=${strokesPath(falls, bars.low, scale)} />
      ${overlays.map((one) => this.#output(one, scale))}`;
    return this.#panel('price', content, scale, []);
  }

  #lowerPanel(drawn: readonly Drawn[], { levels }: Drawing): TemplateResult {
    const values = drawn.map((one) => one.values);
    const free = scaleOf(...values);
    const marks = levels ?? (free.min < 0 && free.max > 0 ? [0] : []);
    const scale = scaleOf(...values, marks);
    return this.#panel('lower', svg`${drawn.map((one) => this.#output(one, scale))}`, scale, marks);
  }

  /** Content with its reference lines; without any, the highest and lowest value are written. */
  #panel(name: string, content: TemplateResult, scale: Scale, levels: readonly number[]): TemplateResult {
    const room = (scale.max - scale.min) * 0.09;
    const written = levels.length > 0 ? levels : [scale.max - room, scale.min + room];
    return html`<div class="panel ${name}">
      <svg viewBox="0 0 ${SHOWN} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        ${levels.map((level) => svg`<path class="level" d="M0 ${yOf(level, scale)}H${SHOWN}" />`)} ${content}
      </svg>
      ${written.map((value) => html`<span style="inset-block-start: ${yOf(value, scale)}%">${write(value)}</span>`)}
    </div>`;
  }

  /** What lies between two outputs that belong together. */
  #band(overlays: readonly Drawn[], scale: Scale): TemplateResult | typeof nothing {
    const named = (...ends: string[]) => overlays.find(({ name }) => ends.some((end) => name.endsWith(`.${end}`)));
    const [upper, lower] = [named('upper', 'spanA'), named('lower', 'spanB')];
    return upper && lower
      ? (svg`<path class="band" d=${areaPath(upper.values, lower.values, scale)} />` as TemplateResult)
      : nothing;
  }

  #output({ name, values, colour }: Drawn, scale: Scale): TemplateResult {
    const drawing = DRAWINGS[this.name] ?? {};
    if (drawing.dots) return svg`<path class="dots ${colour}" d=${dotsPath(values, scale)} />`;
    if (drawing.strokes || name.endsWith('.histogram')) {
      return svg`<path class="strokes ${colour}" d=${strokesPath(new Float64Array(SHOWN), values, scale)} />`;
    }
    return svg`<path class="line ${colour}" d=${linePath(values, scale)} />`;
  }
}
if (!customElements.get('indicator-chart')) customElements.define('indicator-chart', IndicatorChart);

import { html, nothing, type TemplateResult } from 'lit';
import type { DrawnWords } from '../shared/drawn-words.js';
import { DASH } from '../shared/numbers.js';
import type { FigureTexts } from './figure-texts.js';
import { type Controls, controlsTemplate } from './mode-template.js';
import { modeWord, statusWord, type Words } from './monitor-strings.js';
import type { Notice } from './notice.js';
import type { PerformanceReport, Quantiles } from './performance-report.js';
import { PLOT_HEIGHT, PLOT_WIDTH, type Plot } from './plot-path.js';

/** What the monitor shows. */
export interface MonitorView {
  /** Undefined: the first second is not over. */
  readonly report: PerformanceReport | undefined;
  readonly words: Words;
  /** Those of the table. */
  readonly drawn: DrawnWords;
  readonly texts: FigureTexts;
  /** Frames, ticks and tick to paint in the last minute; undefined: without plots. */
  readonly plots: readonly Plot[] | undefined;
  readonly notice: Notice | undefined;
  /** Address of a page that says how to isolate this one; empty: there is none to link to. */
  readonly help: string;
  readonly controls: Controls;
  dismiss(): void;
  /** Shows what is plotted as a table. */
  showTable(): void;
}

type Word = keyof Words;
/** Everything that is one number in a report, its quantiles beside the others. */
type Numbers = Omit<PerformanceReport, 'tickToPaint' | 'tickAge' | 'feeds' | 'frameLoop' | 'comparison'> &
  Quantiles & { readonly ageP50: number; readonly ageP99: number };
/** A figure, and how it is written. */
type Figure = readonly [name: Word & keyof Numbers, written: 'count' | 'milliseconds' | 'bytes' | 'load'];

/** Those that tell most; they have plots, in this order. */
export const MAIN: readonly Figure[] = [
  ['framesPerSecond', 'count'],
  ['ticksPerSecond', 'count'],
  ['p99', 'milliseconds'],
];

/** All others: of the main thread, of what is painted, of what arrives, of what it takes. */
const GROUPS: readonly (readonly Figure[])[] = [
  [
    ['frameP99', 'milliseconds'],
    ['paintP99', 'milliseconds'],
    ['paintLoad', 'load'],
    ['longTasks', 'count'],
    ['longestTask', 'milliseconds'],
    ['inputDelay', 'milliseconds'],
  ],
  [
    ['p50', 'milliseconds'],
    ['p95', 'milliseconds'],
    ['max', 'milliseconds'],
    ['ageP50', 'milliseconds'],
    ['ageP99', 'milliseconds'],
    ['paintsPerSecond', 'count'],
  ],
  [
    ['silence', 'milliseconds'],
    ['queued', 'count'],
    ['conflated', 'count'],
    ['rejected', 'count'],
    ['errors', 'count'],
    ['gaps', 'count'],
    ['reconnects', 'count'],
  ],
  [
    ['workers', 'count'],
    ['lanes', 'count'],
    ['laneBytes', 'bytes'],
    ['heapBytes', 'bytes'],
    ['serialization', 'load'],
    ['copiedPerSecond', 'bytes'],
    ['cost', 'load'],
  ],
];

/** A figure's text; where no frames are asked for, why. */
function textOf({ report, words, texts }: MonitorView, [name, written]: Figure): string {
  const { p50: ageP50, p99: ageP99 } = report?.tickAge ?? {};
  const numbers: Partial<Numbers> = { ...report, ...report?.tickToPaint, ageP50, ageP99 };
  const value = numbers[name] ?? Number.NaN;
  const loop = report?.frameLoop ?? 'running';
  return name === 'framesPerSecond' && Number.isNaN(value) && loop !== 'running' ? words[loop] : texts[written](value);
}

const figures = (view: MonitorView, shown: readonly Figure[], plots?: readonly Plot[]) =>
  shown.map(
    (figure, index) => html`<div part="figure">
      <dt>${view.words[figure[0]]}</dt>
      <dd>${textOf(view, figure)}</dd>
      ${plots ? html`<dd class="plot">${plotted(plots[index] as Plot)}</dd>` : nothing}
    </div>`,
  );

const plotted = ({ line, area }: Plot) => html`<svg
  part="plot"
  viewBox="0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}"
  preserveAspectRatio="none"
  aria-hidden="true"
>
  <path class="area" d=${area}></path>
  <path class="line" d=${line}></path>
</svg>`;

function noticeTemplate({ notice, words, help, dismiss }: MonitorView): TemplateResult | typeof nothing {
  if (!notice) return nothing;
  const isolation = help ? html`<a part="help" href=${help}>${words.isolation}</a>` : words.isolation;
  const { kind, reason, isolable } = notice;
  return html`<div class="notice ${kind}" part="notice" role="note">
    <p><slot name="notice">${words[kind]} ${reason && `${words.because} ${reason}.`} ${isolable ? isolation : nothing}</slot></p>
    <button type="button" class="dismiss" part="dismiss" aria-label=${words.dismiss} @click=${dismiss}>×</button>
  </div>`;
}

/** One line for each feed, where there are several: the sums do not tell which one lags. */
function feedsTemplate({ report, words, texts }: MonitorView): TemplateResult | typeof nothing {
  if (!report || report.feeds.length < 2) return nothing;
  const columns: readonly Word[] = [
    ...(['feed', 'status', 'mode', 'ticksPerSecond', 'paintsPerSecond', 'p50', 'p99', 'ageP99'] as const),
    ...(['queued', 'conflated', 'errors', 'gaps', 'lanes', 'laneBytes', 'workers'] as const),
  ];
  return html`<div class="feeds" tabindex="0" role="group" aria-label=${words.feeds}>
    <table part="feeds">
      <thead>
        <tr>
          ${columns.map((word) => html`<th scope="col">${words[word]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${report.feeds.map(
          (feed) => html`<tr>
            <th scope="row"><bdi>${feed.id || words.unnamed}</bdi></th>
            <td>${statusWord(words, feed.status)}</td>
            <td>${feed.mode ? modeWord(words, feed.mode) : DASH}</td>
            <td>${texts.count(feed.ticksPerSecond)}</td>
            <td>${texts.count(feed.paintsPerSecond)}</td>
            <td>${texts.milliseconds(feed.tickToPaint.p50)}</td>
            <td>${texts.milliseconds(feed.tickToPaint.p99)}</td>
            <td>${texts.milliseconds(feed.tickAge.p99)}</td>
            <td>${texts.count(feed.queued)}</td>
            <td>${texts.count(feed.conflated)}</td>
            <td>${texts.count(feed.errors)}</td>
            <td>${texts.count(feed.gaps)}</td>
            <td>${texts.count(feed.lanes)}</td>
            <td>${texts.bytes(feed.laneBytes)}</td>
            <td>${texts.count(feed.workers)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** How ticks cross threads, of all feeds; of those that cannot work that they failed. */
function modes({ report, words }: MonitorView): string {
  const all = report?.feeds.map(({ mode, status }) =>
    status !== 'failed' && mode ? modeWord(words, mode) : statusWord(words, status),
  );
  return [...new Set(all)].join(', ');
}

/** The monitor's nodes; lit touches only the texts that changed. */
export function monitorTemplate(view: MonitorView): TemplateResult {
  const { words, drawn, plots, controls, texts } = view;
  const main = html`<dl class="main">${figures(view, MAIN, plots)}</dl>`;
  if (!plots) return html`<div class="base">${main} ${noticeTemplate(view)}</div>`;
  return html`<div class="base">
    <p class="title"><b part="title">${words.title}</b> <span>${modes(view)}</span>
      <button class="table" part="table-button" type="button" aria-haspopup="dialog" aria-label=${`${drawn.table}: ${words.title}`} @click=${view.showTable}>
        ${drawn.table}
      </button></p>
    ${noticeTemplate(view)} ${main} ${GROUPS.map((group) => html`<dl class="more">${figures(view, group)}</dl>`)}
    ${feedsTemplate(view)} ${controlsTemplate(controls, words, texts)}
  </div>`;
}

import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { FeedMode } from '../data-feed/feed-events.js';
import { rememberedMode, rememberMode } from '../data-feed/mode-choice.js';
import { DRAWN_ENGLISH } from '../shared/drawn-words.js';
import { feedsOf } from '../shared/find-feed.js';
import { IndicatorErrorEvent } from '../shared/indicator-error.js';
import { canonical, Language } from '../shared/language.js';
import { LateCode, wear } from '../shared/late-code.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import type { FigureTexts } from './figure-texts.js';
import type { CompareOptions, CompareProgress, ModeComparison } from './mode-comparison.js';
import type { Controls } from './mode-template.js';
import { type PerformanceMonitorEventMap, ReportEvent } from './monitor-events.js';
import { MONITOR_ENGLISH, type PerformanceStrings, type Words } from './monitor-strings.js';
import type { PerformanceReport } from './performance-report.js';
import type { PerformanceSampler } from './performance-sampler.js';
import { PLOT_SECONDS } from './plot-seconds.js';

const LOOK_MS = 1000;
/** For how long each mode is measured, where nobody says. */
const COMPARE_SECONDS = 5;

/** What has a plot, and the least value that its top stands for. */
const PLOTS: readonly (readonly [figure: (report: PerformanceReport) => number, top: number])[] = [
  [({ framesPerSecond }) => framesPerSecond, 60],
  [({ ticksPerSecond }) => ticksPerSecond, 1],
  [({ tickToPaint }) => tickToPaint.p99, 20],
];

const body = new LateCode('monitors', () => import('./monitor-body.js'));

/**
 * @tag performance-monitor
 * @summary How the page and its feeds do, once a second: frames, ticks, what lies between them, workers and memory. Switches and compares the modes in which prices cross threads.
 * @slot notice - In place of the words that say that a feed fails, or runs in less than shared mode.
 * @fires {ReportEvent} report - The figures of another second, on hidden pages too, where browsers let timers run more rarely. Bubbles.
 * @fires {IndicatorErrorEvent} indicatorerror - An attribute has a mistake; also written to the console, once. Bubbles.
 * @csspart title - The heading.
 * @csspart figure - A name and its figure.
 * @csspart plot - The last minute of a figure.
 * @csspart table-button - The button that shows the plotted figures as a table.
 * @csspart table - That table, over the page.
 * @csspart feeds - The table of several feeds.
 * @csspart notice - What the page's visitor should know.
 * @csspart dismiss - The button that takes the notice away.
 * @csspart help - The notice's link.
 * @csspart modes - The switch of modes.
 * @csspart compare - The button that compares modes.
 * @csspart progress - How far that is.
 * @csspart comparison - The table that comes of it.
 * @cssproperty [--ticklane-plot-color] - Lines of plots; without it the accent colour.
 * @cssproperty [--ticklane-accent-color] - Of what is chosen, and of the focus.
 * @cssproperty [--ticklane-color] - Text.
 * @cssproperty [--ticklane-muted-color] - Text of less weight.
 * @cssproperty [--ticklane-background] - Background.
 * @cssproperty [--ticklane-border-color] - Borders.
 * @cssproperty [--ticklane-error-color] - The notice.
 * @cssproperty [--ticklane-radius=0.625rem] - Radius of the corners.
 * @cssproperty [--ticklane-padding] - Room between border and text; without it as variant and density have it.
 * @cssproperty [--ticklane-font=system-ui, sans-serif] - Font family.
 * @cssstate error - An attribute has a mistake: the console and `indicatorerror` say which.
 * @cssstate notice - A feed fails, or runs in less than shared mode, and nobody has dismissed the words that say so.
 * @cssstate comparing - It measures one mode after another.
 */
export class PerformanceMonitor extends SettledElement<PerformanceMonitorEventMap> {
  /** Id of the feed to look at; without one the closest that encloses the monitor, else all of the page. */
  @property() feed = '';
  /** How numbers are written and texts are worded, such as `de-CH`; without it as the closest `lang` says, else numbers as the browser has them. */
  @property() locale = '';
  /** `panel`, or `compact` for a line of text. */
  @property({ reflect: true }) variant: 'panel' | 'compact' = 'panel';
  /** `normal`, or `compact` for less room around the figures. */
  @property({ reflect: true }) density: 'normal' | 'compact' = 'normal';
  /** Address of a page of yours that says how to isolate a page: the notice links to it. */
  @property() help = '';
  /** Words in place of those of its language, by their names; what is left out stays. */
  @property({ attribute: false, type: Object }) strings: PerformanceStrings = {};

  #report: PerformanceReport | null = null;
  #looked = 0;
  readonly #language = new Language(this, 'monitor', MONITOR_ENGLISH);
  #texts: FigureTexts | undefined;
  #written = '';
  #timer: ReturnType<typeof setInterval> | undefined;
  #dismissed = '';
  #comparison: ModeComparison | null = null;
  #progress: CompareProgress | undefined;
  #comparing: AbortController | undefined;
  #problem = '';
  #sampler: PerformanceSampler | undefined;
  readonly #minute = PLOTS.map(() => new Float64Array(PLOT_SECONDS).fill(Number.NaN));

  /** The figures of the last full second, frozen; null before its end, and outside of a document. */
  report(): PerformanceReport | null {
    return this.#report;
  }

  /**
   * Runs the feeds that the monitor looks at in each mode, one after another, and gives them back as they were. Rejects with an Error where
   * there is no feed or a comparison runs already, with an AbortError where the visitor stops it or the monitor leaves, with the signal's reason
   * where that ends it. A page that is hidden meanwhile has no frames to tell of.
   */
  async compare({ seconds = COMPARE_SECONDS, signal }: CompareOptions = {}): Promise<ModeComparison> {
    const feeds = this.settled ? feedsOf(this) : [];
    if (!feeds.length) throw new Error('compare: there is no feed');
    const { code } = body;
    if (!code) throw new Error(`compare: ${body.problem}`);
    if (this.#comparing) throw new Error('compare: a comparison runs already');
    if (!(seconds > 0)) throw new RangeError(`compare: seconds ${seconds} is not above 0`);
    this.#comparing = new AbortController();
    this.#problem = '';
    const ends = [this.#comparing.signal, ...(signal ? [signal] : [])];
    try {
      this.#comparison = await code.compareModes(feeds, seconds, AbortSignal.any(ends), (progress) => {
        this.#progress = progress;
        this.requestUpdate();
      });
      return this.#comparison;
    } finally {
      this.#comparing = this.#progress = undefined;
      this.requestUpdate();
    }
  }

  protected override settle(): void {
    this.#sample();
    this.#looked = performance.now();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.requestUpdate();
  }

  protected override leave(): void {
    clearInterval(this.#timer);
    this.#comparing?.abort();
    this.#sampler?.stop();
    this.#sampler = undefined;
    this.#report = null;
    for (const values of this.#minute) values.fill(Number.NaN);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#language.look();
    const written = canonical(this.locale) || this.#language.around;
    if (!this.#texts && body.code) wear(this, body.code.monitorStyles);
    if (written !== this.#written || !this.#texts) this.#texts = body.code && new body.code.FigureTexts(written);
    this.#written = written;
    this.#blame(body.problem);
    if (this.settled) this.#sample();
    if (!changed.has('locale')) return;
    const problem = this.locale && !canonical(this.locale);
    const message = problem ? `locale "${this.locale}": expected a language tag such as de-CH` : '';
    this.changeState('error', problem ? 'error' : '');
    if (message) this.tell(new IndicatorErrorEvent('locale', message), message);
  }

  /** @internal */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const wait = body.when(() => this.requestUpdate());
    if (wait) return wait.then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  /** Showing is a part of what the monitor costs. */
  protected override performUpdate(): void {
    const from = performance.now();
    super.performUpdate();
    this.#sampler?.spend(performance.now() - from);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { code } = body;
    const texts = this.#texts;
    if (!code || !texts) return nothing;
    const drawn = this.#language.wordsOf('drawn', DRAWN_ENGLISH);
    const words: Words = { ...this.#language.words, ...this.strings };
    this.internals.role = 'group';
    this.internals.ariaLabel = words.title;
    const found = this.settled ? code.noticeOf(feedsOf(this), words) : undefined;
    const said = found && `${found.kind} ${found.reason}`;
    // while modes are compared, less than shared is nothing to be told
    const notice = said === this.#dismissed || this.#progress ? undefined : found;
    this.changeState('notice', notice ? 'notice' : '');
    this.changeState('comparing', this.#progress ? 'comparing' : '');
    return code.monitorTemplate({
      report: this.#report ?? undefined,
      words,
      drawn,
      texts,
      plots:
        this.variant === 'compact'
          ? undefined
          : this.#minute.map((values, index) => code.drawPlot(values, PLOTS[index]?.[1] ?? 1)),
      notice,
      help: this.help,
      controls: this.#controls(words, code.reasonWords),
      showTable: () =>
        void import('./figures-table.js').then(({ openFigures }) => {
          if (this.isConnected) openFigures(this.renderRoot as ShadowRoot, this.#minute, words, texts, drawn);
        }),
      dismiss: () => {
        this.#dismissed = said ?? '';
        this.requestUpdate();
      },
    });
  }

  #controls(words: Words, reasonWords: typeof import('./mode-reasons.js').reasonWords): Controls {
    const feeds = this.settled ? feedsOf(this) : [];
    const [first] = feeds;
    const fixed = first !== undefined && feeds.every(({ mode }) => mode !== 'auto');
    return {
      choice: fixed ? first.mode : (rememberedMode() ?? 'auto'),
      fixed: fixed && !this.#progress,
      reason: [...new Set(feeds.map((feed) => reasonWords(feed, words)).filter(Boolean))].join('; '),
      comparable: feeds.length > 0,
      progress: this.#progress,
      comparison: this.#comparison,
      problem: this.#problem,
      choose: (mode) => {
        rememberMode(mode === 'auto' ? null : (mode as FeedMode));
        this.requestUpdate();
      },
      compare: () => {
        if (this.#comparing) this.#comparing.abort();
        else
          this.compare().catch((error: Error) => {
            // whoever stopped it knows
            if (error.name === 'AbortError') return;
            this.#problem = error.message;
            this.requestUpdate();
          });
      },
    };
  }

  /** Begins to measure, as soon as there is something to measure with. */
  #sample(): void {
    if (this.#sampler || !body.code) return;
    this.#sampler = new body.code.PerformanceSampler();
    this.#sampler.start(feedsOf(this));
  }

  /** Its code does not load. */
  #blame(problem: string): void {
    if (problem) this.tell(new IndicatorErrorEvent('code', problem), problem);
  }

  #look(): void {
    const { code } = body;
    if (!code || !this.#sampler) return;
    const from = this.#looked;
    this.#looked = performance.now();
    const figures = this.#sampler.look(feedsOf(this));
    const report = Object.freeze({ ...figures, comparison: this.#comparison });
    this.#report = report;
    code.tellTimeline('second', from, report);
    this.#minute.forEach((values, index) => {
      values.copyWithin(0, 1);
      values[PLOT_SECONDS - 1] = PLOTS[index]?.[0](report) ?? Number.NaN;
    });
    if (!document.hidden) this.requestUpdate();
    this.dispatchEvent(new ReportEvent(report));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'performance-monitor': PerformanceMonitor;
  }
}

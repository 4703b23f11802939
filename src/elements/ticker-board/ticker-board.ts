import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Paintable } from '../../frame/frame-loop.js';
import type { DataFeed } from '../data-feed/data-feed.js';
import type { LaneAccount } from '../data-feed/ticker-request.js';
import { announceBoard } from '../shared/find-board.js';
import { type FeedGuest, findFeed, seekers } from '../shared/find-feed.js';
import { IndicatorErrorEvent } from '../shared/indicator-error.js';
import { LateCode, wear } from '../shared/late-code.js';
import { pageFrames } from '../shared/page-frames.js';
import { Problems } from '../shared/problems.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import { compileTexts } from '../ticker-widget/compiled-texts.js';
import { hasLanguage, readLater, speaks, whenLanguage } from '../ticker-widget/language.js';
import type { TickerValues } from '../ticker-widget/ticker-values.js';
import { trendSummary } from '../ticker-widget/trend-summary.js';
import { BoardAges } from './board-ages.js';
import { type BoardVariant, type Column, fitColumns, readColumns, readList } from './board-columns.js';
import { BoardControls } from './board-controls.js';
import { type BoardLayout, LayoutChangeEvent, SelectionChangeEvent, type TickerBoardEventMap } from './board-events.js';
import { BoardLanes } from './board-lanes.js';
import { nextSort } from './board-order.js';
import { remPixels } from './board-rem.js';
import type { BoardRow } from './board-row.js';
import { BoardRows, OF_ROWS } from './board-rows.js';
import type { BoardScreen } from './board-screen.js';
import { BoardSelection } from './board-selection.js';
import { BoardSorting } from './board-sorting.js';
import { BoardSpeech } from './board-speech.js';
import type { BoardView } from './board-view.js';

/** A board without a feed says so after this long: frameworks set things late. */
const GRACE_MS = 1000;
/** How often ages are looked at, and a live board is sorted again, at most. */
const BEAT_MS = 1000;
/** Mistakes that are told at a time. */
const MOST_TOLD = 3;

const wallClock = () => performance.timeOrigin + performance.now();
/** A list in an attribute is a text. */
const converter = { fromAttribute: (text: string | null) => text ?? '' };

const body = new LateCode('boards', () => import('./board-body.js'));

/**
 * @tag ticker-board
 * @summary Many tickers at once: a sortable grid, tiles, or a tape that moves. A thousand of them are as smooth as ten: only those in sight have nodes.
 * @slot - Shown while there is nothing to show: no symbols, or none that the filter lets through. `<ticker-widget>` elements inside of the board, at
 *   any depth, are rows of it: each says its row's `symbol`, `indicators`, `interval`, `tick-size`, `previous-close` and so on, the board says what it
 *   leaves out. They follow upon `symbols` in the order of the document. Of several with one symbol the first counts.
 * @fires {SelectionChangeEvent} selectionchange - The user selected others. Does not bubble.
 * @fires {LayoutChangeEvent} layoutchange - Columns, sort or filter are others: a page that keeps `layout` keeps it now. Bubbles.
 * @fires {IndicatorErrorEvent} indicatorerror - An attribute has a mistake, or no kernel runs; also written to the console, once. Bubbles.
 * @csspart scroller - What is scrolled.
 * @csspart head - The head of a column.
 * @csspart row - A ticker: a row, a tile, or its place in the tape.
 * @csspart cell - One value. Each also has the name of its column as a part, where that is a word: `::part(last)`, `::part(volume)`.
 * @csspart pause - The tape's button.
 * @csspart table - The table of a sparkline's points, over the page.
 * @csspart message - What is wrong.
 * @cssproperty [--ticklane-up-color] - Of what has risen.
 * @cssproperty [--ticklane-down-color] - Of what has fallen.
 * @cssproperty [--ticklane-color] - Text.
 * @cssproperty [--ticklane-muted-color] - Text of less weight, and everything that is stale.
 * @cssproperty [--ticklane-accent-color] - Of what is selected, and of the focus.
 * @cssproperty [--ticklane-background] - Background.
 * @cssproperty [--ticklane-border-color] - Border.
 * @cssproperty [--ticklane-error-color] - Text of a message.
 * @cssproperty [--ticklane-radius=0.625rem] - Radius of the corners.
 * @cssproperty [--ticklane-font=system-ui, sans-serif] - Font family.
 * @cssstate waiting - No tick has come yet.
 * @cssstate live - Ticks come.
 * @cssstate stale - The feed is not live.
 * @cssstate still - A tape that does not move, as the user asked for less motion: it is scrolled.
 * @cssstate error - Something is wrong, a message says what.
 */
export class TickerBoard extends SettledElement<TickerBoardEventMap> implements FeedGuest {
  /** What is shown, with blanks or commas between; as a property a list, whose symbols may also be expressions: `['BTC-USD / ETH-USD']`. */
  @property({ type: Object, converter }) symbols: string | readonly string[] = '';
  /** Id of the feed; without one the closest that encloses the board, else the document's first. */
  @property() feed = '';
  /** `grid`, `tiles` or `tape`. */
  @property({ reflect: true }) variant: BoardVariant = 'grid';
  /** `normal`, or `compact` for more tickers in the same room. */
  @property({ reflect: true }) density: 'normal' | 'compact' = 'normal';
  /**
   * What is shown of each: `symbol last change changePercent bid ask bidSize askSize open high low vwap volume ticks trades time trend`, and indicators
   * by name. The variant's own without it; indicators that it does not name come last. Where there is no room, the least important go.
   */
  @property({ type: Object, converter }) columns: string | readonly string[] = '';
  /** A column, `ascending` or `descending`: `changePercent descending`; without it as listed. Live values are sorted anew once a second. */
  @property() sort = '';
  /** Shows only tickers whose symbol or name has each of these words. */
  @property() filter = '';
  /** Indicators for each symbol: `sma(20); rsi(14)`. */
  @property() indicators = '';
  /** What indicators step on: `tick`, or bars of `1s` `5s` `1m` `5m` `15m` `1h` `4h` `1d` or another length up to a day. */
  @property() interval = 'tick';
  /** What sparklines show: `ticks`, a point for each, or a duration such as `5m`. */
  @property() sparkline = 'ticks';
  /** How numbers and times are written and texts are worded, such as `de-CH`; without it as the closest `lang` says, else numbers as the browser has them. */
  @property() locale = '';
  /** ISO 4217 code to show prices with; each instrument's own without it. */
  @property() currency = '';
  /** Sessions begin at midnight of this IANA time zone; without it the instrument's, else UTC. */
  @property({ attribute: 'time-zone' }) timeZone = '';
  /** Paints a second, at most; every frame without it. */
  @property({ type: Number, attribute: 'max-rate' }) maxRate: number | null = null;
  /** Milliseconds without a tick after which a ticker is stale; the feed's without it; 0: only when the feed is not live. */
  @property({ type: Number, attribute: 'stale-after' }) staleAfter: number | null = null;
  /** Symbols that are subscribed at a time, at most. Of more, only those in sight are live, and sorting knows only what was seen. */
  @property({ type: Number, attribute: 'max-lanes' }) maxLanes = 5000;
  /**
   * Whether a screen reader hears of the selected tickers: `off`; `change`, one after another as they change and there is time for all that speak on
   * the page; or a duration such as `30s`, that often at most. By keys tickers are said in any case: Enter for a cell, S for a row.
   */
  @property() announce = 'off';
  /** What assistive technology calls the board; `Tickers`, in its language, without it. */
  @property() label = '';

  #feed: DataFeed | undefined;
  readonly #speech: BoardSpeech;
  #written = '';
  readonly #rows = new BoardRows(
    (about, message, quiet) => this.#note(about, message, quiet),
    () => this.requestUpdate(),
  );
  readonly #sorting = new BoardSorting(this.#rows);
  #all: readonly Column[] = [];
  #fitting: readonly Column[] = [];
  /** Not all that changed was painted. */
  #left = false;
  #framed = false;
  #state = '';
  #layout = '';
  #chosen = new BoardSelection();
  #screen: BoardScreen | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #beats: ReturnType<typeof setInterval> | undefined;
  /** The rows were read with the language of indicators. */
  #fluent = false;
  readonly #problems = new Problems();
  readonly #lanes = new BoardLanes((row) => this.#open(row));
  readonly #controls: BoardControls;
  readonly #paintable: Paintable;
  readonly #ages = new BoardAges();
  readonly #painted = ({ row }: BoardView) => {
    this.#sorting.moved();
    this.#ages.take(row as BoardRow);
  };

  constructor() {
    super();
    const board = this;
    this.#paintable = {
      visible: true,
      get always() {
        return board.#rows.tickers.hear;
      },
      get interval() {
        return board.maxRate ? 1000 / board.maxRate : 0;
      },
      changed: () => this.#left || this.#sorting.isOld || (this.#screen?.isBehind ?? false) || this.#rows.tickers.isDue,
      paint: (now) => this.#paint(now),
      painted: () => this.#ages.tell(this.#feed, wallClock()),
    };
    this.#speech = new BoardSpeech({
      element: this,
      get columns() {
        return board.#fitting;
      },
      chosen: () => this.#chosen.symbols.map((symbol) => this.#rows.of(symbol)).filter((row) => row !== undefined),
    });
    this.#controls = new BoardControls({
      get rows() {
        return board.#rows.shown;
      },
      get columns() {
        return board.#fitting;
      },
      get field() {
        return (board.#screen as BoardScreen).field(board.#rows.shown.length);
      },
      selection: this.#chosen,
      nodeOf: (row, column) => this.#screen?.nodeOf(row, column),
      lay: () => this.#screen?.lay(this.#rows.shown, true),
      sortBy: (column) => {
        this.sort = nextSort(this.sort, column);
      },
      select: () => this.#select(),
      describe: (row) => {
        const cell = this.#screen?.nodeOf(row, 'trend');
        if (cell?.role === 'gridcell') cell.ariaLabel = trendSummary(row.reader, row.numbers, this.#speech.drawn);
      },
      showTable: ({ symbol }) => void this.showTable(symbol),
      say: (row, column) => this.#speech.answerOf(row, column),
    });
  }

  /** What is known of one of the symbols now, frozen; undefined of any other. NaN: not known yet. */
  values(symbol: string): TickerValues | undefined {
    return this.#rows.of(symbol)?.snapshot;
  }

  /** The selected symbols, as the user selected them or the page set them. Frozen. */
  get selected(): readonly string[] {
    return this.#chosen.symbols;
  }

  set selected(symbols: string | readonly string[] | null) {
    if (this.#chosen.set(readList(symbols))) this.#mark();
  }

  /** Columns, sort and filter as they are, to be kept as JSON and set again. Frozen. */
  get layout(): BoardLayout {
    return Object.freeze({ columns: readList(this.columns), sort: this.sort, filter: this.filter });
  }

  set layout({ columns, sort, filter }: Partial<BoardLayout>) {
    Object.assign(this, { columns, sort, filter });
  }

  /** @internal What numbers are written in where `locale` is left out. */
  get language(): string {
    return this.#speech.language.around;
  }

  /** @internal Of all rows that have one. */
  get lanes(): readonly LaneAccount[] {
    return Array.from(this.#lanes.held, ({ lane }) => lane).filter((lane) => lane !== undefined);
  }

  /** Has a screen reader say what is known of a symbol, at once: for a key or a button of the page's own. Says nothing of any other. */
  say(symbol: string): void {
    const row = this.#rows.of(symbol);
    if (row) this.#speech.answerOf(row);
  }

  /** Shows the points of a symbol's sparkline as a table over the page, until the visitor closes it; nothing of a symbol without ticks. */
  async showTable(symbol: string): Promise<void> {
    const { openTrend } = await import('../ticker-widget/trend-table.js');
    const row = this.#rows.of(symbol);
    const root = this.renderRoot as ShadowRoot;
    if (!row?.reader || !this.isConnected) return;
    const dialog = openTrend(root, row.reader, row.settings, this.#speech.drawn);
    dialog.addEventListener('close', () => {
      // what had the focus may show another row by now, or is gone
      if (!root.activeElement) this.#controls.focus();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    announceBoard(this, this.#rows.tickers);
  }

  /** @internal */
  feedChanged(): void {
    this.#bind();
    this.#beat();
  }

  /** @internal */
  feedLeft(): Promise<void> {
    const left = this.#unbind();
    this.#bind();
    return left;
  }

  protected override settle(): void {
    this.#speech.prepare();
    this.#screen?.connect();
    this.#beats ??= setInterval(() => this.#beat(), BEAT_MS);
    this.#bind();
    this.#arrange();
  }

  protected override leave(): void {
    this.#speech.announcer.leave();
    seekers.delete(this);
    clearTimeout(this.#grace);
    clearInterval(this.#beats);
    this.#grace = this.#beats = undefined;
    this.#screen?.disconnect();
    void this.#unbind();
    for (const about of this.#problems.abouts) if (/^(feed|kernel)/.test(about)) this.#note(about);
  }

  /** @internal */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    const waits = [this.#speaks ? whenLanguage() : undefined, body.when(() => this.requestUpdate())];
    if (waits.some(Boolean)) return Promise.all(waits).then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // what there is room for is measured before anything is shown
    if (!this.#screen && body.code) wear(this, body.code.boardStyles);
    if (changed.has('feed')) void this.#unbind();
    if (this.#speaks) readLater(() => this.requestUpdate());
    const { tickers } = this.#rows;
    if (changed.has('symbols') || tickers.moved) this.#rows.list(readList(this.symbols));
    this.#speech.language.look();
    this.#note('announce', this.#speech.announcer.take(this.announce));
    const others = !this.hasUpdated || this.language !== this.#written || hasLanguage() !== this.#fluent;
    this.#written = this.language;
    this.#fluent = hasLanguage();
    this.#rows.read(this, this.#feed, others || OF_ROWS.some((name) => changed.has(name)));
    const own = compileTexts(this.indicators, []).compiled.outputs;
    // widgets inside of it bring indicators along, and come after it
    const note = (message: string) => this.#note('columns', this.#rows.size > 0 ? message : '');
    const outputs = tickers.some ? this.#rows.outputs(own) : own;
    this.#all = readColumns(readList(this.columns), this.variant, outputs, note, this.#speech.words);
    this.#note('sort', this.#sorting.take(this.sort, this.#all));
    this.#fitting = this.#fit();
    this.#sorting.order(this.filter);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { code } = body;
    if (!code) return nothing;
    return code.boardTemplate({
      variant: this.variant,
      label: this.label || this.#speech.words.tickers,
      words: this.#speech.words,
      columns: this.#fitting,
      count: this.#all.length,
      rows: this.#rows.shown.length,
      sort: this.#sorting.sort,
      problems: this.#problems.messages.slice(0, MOST_TOLD),
      paused: this.#screen?.paused ?? false,
      says: code.saysSomething(this),
      pause: () => {
        this.#screen?.pause();
        this.requestUpdate();
      },
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#note('code', body.problem);
    if (!body.code) return;
    const before = this.#screen;
    this.#screen ??= new body.code.BoardScreen(this, this.internals, this.#controls, {
      resized: () => this.#resized(),
      laid: (views) => this.#lanes.see(views.map(({ row }) => row as BoardRow)),
    });
    if (!before && this.settled) this.#screen.connect();
    this.#screen.compose(this.variant, this.density, this.#fitting);
    this.#bind();
    this.#place();
    this.#judge();
    const layout = JSON.stringify(this.layout);
    if (layout !== this.#layout && this.#layout) this.#tellLayout(changed);
    this.#layout = layout;
  }

  /** Whether its texts have to be read, or those of its widgets. */
  get #speaks(): boolean {
    const { indicators, symbols } = this;
    // columns have indicators before there is a symbol
    return this.#rows.tickers.speak || ['', ...readList(symbols)].some((symbol) => speaks({ symbol, indicators }));
  }

  /** The columns that there is room for. */
  #fit(): readonly Column[] {
    if (this.variant !== 'grid') return this.#all;
    return fitColumns(this.#all, this.#screen?.room ?? this.clientWidth / remPixels());
  }

  #resized(): void {
    if (this.#fit().length !== this.#fitting.length) this.requestUpdate();
    else this.#arrange();
  }

  /** Finds the feed, and has it serve the rows. `late`: it should be there by now. */
  #bind(late = false): void {
    if (!this.settled || !this.isConnected) return;
    this.#feed ??= findFeed(this);
    const feed = this.#feed;
    if (!feed) {
      this.#grace ??= setTimeout(() => this.#bind(true), GRACE_MS);
      seekers.add(this);
      if (late) this.#note('feed', `there is no <data-feed${this.feed && ` id="${this.feed}"`}>`);
      return;
    }
    seekers.delete(this);
    feed.guests.add(this);
    this.#note('feed', feed.status === 'failed' ? (feed.error?.message ?? 'the feed failed') : '', true);
    // an update is waiting for the language then, and comes here
    if (!this.isUpdatePending && this.#rows.read(this, feed, false)) this.#arrange();
    for (const row of this.#lanes.held) this.#open(row);
    this.#lanes.serve(this.#rows.all, this.maxLanes);
  }

  #open(row: BoardRow): void {
    if (this.#feed) row.open(this.#feed, (error) => this.#note(`kernel ${row.symbol}`, error?.message));
    if (!row.isOpen || this.#framed) return;
    this.#framed = true;
    pageFrames().add(this.#paintable, this);
  }

  /** Gives all lanes back; resolves when they are free. */
  #unbind(): Promise<void> {
    this.#feed?.guests.delete(this);
    this.#feed = undefined;
    if (this.#framed) pageFrames().remove(this.#paintable, this);
    this.#framed = false;
    const cleared = this.#lanes.clear();
    this.#judge();
    return cleared;
  }

  /** Sorts anew, and shows what comes of it. */
  #arrange(): void {
    const before = this.#rows.shown.length;
    this.#sorting.order(this.filter);
    if (this.#rows.shown.length !== before) this.requestUpdate();
    this.#place();
  }

  /** Brings the rows to where they belong. */
  #place(): void {
    if (!this.#screen) return;
    this.#controls.settle();
    this.#mark();
    this.#screen.lay(this.#rows.shown, true);
    this.#controls.tab();
    if (this.#framed) pageFrames().wake();
  }

  #paint(now: number): void {
    if (this.#sorting.isDue(now, BEAT_MS)) this.#arrange();
    this.#left = !(this.#screen?.paint(now, this.#paintable.interval, this.#painted) ?? true);
    this.#rows.tickers.tell();
    if (this.#state === 'waiting') this.#judge();
  }

  /** Looks for what has become old, on hidden pages too. */
  #beat(): void {
    this.#rows.age(this.#feed, wallClock());
    this.#screen?.look();
    this.#speech.look();
    this.#judge();
    this.#mark();
  }

  #judge(): void {
    const state = this.#rows.state(this.#feed?.status);
    if (state !== this.#state) this.changeState(this.#state, state);
    this.#state = state;
  }

  #mark(): void {
    this.#rows.choose(this.#chosen);
    for (const view of this.#screen?.views ?? []) view.mark();
  }

  #select(): void {
    this.#mark();
    const { size, symbols } = this.#chosen;
    const { words } = this.#speech;
    const [symbol = ''] = symbols;
    this.#speech.answer(size === 1 ? words.selected : words.selectedCount, { symbol }, size);
    this.tell(new SelectionChangeEvent(symbols));
  }

  #tellLayout(changed: PropertyValues<this>): void {
    const { words, language } = this.#speech;
    const count = this.#rows.size;
    if (changed.has('sort')) this.#speech.answer(this.#sorting.text(words));
    else if (changed.has('filter'))
      this.#speech.answer(words.filtered, { shown: language.count(this.#rows.shown.length) }, count);
    this.tell(new LayoutChangeEvent(this.layout));
  }

  /** Notes what is wrong about something, or that nothing is. `quiet`: somebody else has reported it already. */
  #note(about: string, message = '', quiet = false): void {
    if (!this.#problems.note(about, message)) return;
    this.changeState('error', this.#problems.state);
    this.requestUpdate();
    if (message && !quiet) this.tell(new IndicatorErrorEvent(about, message), message);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticker-board': TickerBoard;
  }
}

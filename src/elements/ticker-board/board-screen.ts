import type { BoardVariant, Column } from './board-columns.js';
import type { BoardControls } from './board-controls.js';
import { BoardGeometry } from './board-geometry.js';
import type { Field } from './board-keys.js';
import { BoardPainter } from './board-painter.js';
import { remPixels } from './board-rem.js';
import type { BoardRow } from './board-row.js';
import { BoardTape } from './board-tape.js';
import { BoardTrails } from './board-trails.js';
import { type BoardView, isExtra } from './board-view.js';
import { BoardWindow } from './board-window.js';

/** What a screen tells its board. */
export interface ScreenEvents {
  /** It has another size. */
  resized(): void;
  /** Other rows have views. */
  laid(views: readonly BoardView[]): void;
}

/** Rows on one screen more or less, for the page keys, where there is no layout yet. */
const LEAST_PAGE = 1;

/** Where a board's rows are seen: which of them have nodes, where they stand, what is drawn over them. Main thread. */
export class BoardScreen {
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #internals: ElementInternals;
  readonly #controls: BoardControls;
  readonly #events: ScreenEvents;
  readonly #painter = new BoardPainter();
  readonly #tape = new BoardTape();
  readonly #resizes: ResizeObserver;
  readonly #less = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #motion = () => this.lay(this.#rows, true);
  readonly #scrolled = () => this.lay(this.#rows, false);
  #rows: readonly BoardRow[] = [];
  #window: BoardWindow | undefined;
  #trails: BoardTrails | undefined;
  #geometry: BoardGeometry | undefined;
  /** The one by which the canvas lies. */
  #covered: BoardGeometry | undefined;
  #variant: BoardVariant = 'grid';
  #columns: readonly Column[] = [];
  #composed = '';
  #compact = false;
  #laid = '';
  #paused = false;
  #resized: ReturnType<typeof setTimeout> | undefined;
  #fitting: ReturnType<typeof setTimeout> | undefined;
  /** Pixels across, of what may be seen at once. */
  #width = 0;
  #rightToLeft = false;

  /** `host`: rendered. */
  constructor(host: HTMLElement, internals: ElementInternals, controls: BoardControls, events: ScreenEvents) {
    this.#host = host;
    this.#root = host.shadowRoot as ShadowRoot;
    this.#internals = internals;
    this.#controls = controls;
    this.#events = events;
    // what follows may change the size again, which an observer must not do at once
    this.#resizes = new ResizeObserver(() => {
      this.#resized ??= setTimeout(() => {
        this.#resized = undefined;
        events.resized();
      });
    });
    const scroller = this.#find('.scroller');
    scroller.addEventListener('scroll', this.#scrolled, { passive: true });
    scroller.addEventListener('click', (event) => controls.pressed(event, ...this.#spotOf(event)));
    scroller.addEventListener('focusin', (event) => controls.focused(...this.#spotOf(event)));
    scroller.addEventListener('keydown', (event) => controls.typed(event) && event.preventDefault());
    host.addEventListener('pointerenter', () => this.#tape.hold('pointer', true));
    host.addEventListener('pointerleave', () => this.#tape.hold('pointer', false));
    host.addEventListener('focusin', () => this.#tape.hold('focus', true));
    host.addEventListener('focusout', () => this.#tape.hold('focus', false));
    this.#find('.probes').addEventListener('transitionend', () => this.#recolour());
    this.connect();
  }

  get views(): readonly BoardView[] {
    return this.#window?.views ?? [];
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Rem that there are for columns. */
  get room(): number {
    // a bar to scroll with takes some of it
    return Math.min(this.#host.clientWidth, this.#find('.scroller').clientWidth) / remPixels();
  }

  connect(): void {
    this.#resizes.observe(this.#host);
    this.#resizes.observe(this.#find('.scroller'));
    // whatever the board is in may be scrolled
    addEventListener('scroll', this.#scrolled, { capture: true, passive: true });
    this.#less.addEventListener('change', this.#motion);
  }

  disconnect(): void {
    this.#resizes.disconnect();
    clearTimeout(this.#resized);
    clearTimeout(this.#fitting);
    this.#resized = undefined;
    this.#fitting = undefined;
    removeEventListener('scroll', this.#scrolled, { capture: true });
    this.#less.removeEventListener('change', this.#motion);
    this.#tape.stop();
    this.#trails?.close();
    this.#covered = undefined;
  }

  /** Makes other views where they show something else from now on. */
  compose(variant: BoardVariant, density: string, columns: readonly Column[]): void {
    const composed = JSON.stringify([variant, density, columns.map(({ name, label }) => [name, label])]);
    if (composed === this.#composed) return;
    this.#composed = composed;
    this.#variant = variant;
    this.#compact = density === 'compact';
    this.#columns = columns;
    const widths = columns.map(({ width, grow }) => `minmax(${width}rem, ${grow ?? width}fr)`).join(' ');
    // not in the template: pages with a strict policy take no style of an attribute
    this.#find('.scroller').style.setProperty('--_columns', widths);
    this.#window?.clear();
    this.#window = new BoardWindow(this.#find('.body'), { variant, columns });
    const probe = (name: string) => this.#find(`.probes > .${name}`);
    this.#trails ??= new BoardTrails(this.#find('.cover'), {
      up: probe('up'),
      down: probe('down'),
      muted: probe('muted'),
    });
    this.#trails.recolour();
    this.#geometry = undefined;
  }

  /** Puts those rows that are in sight to their places. `moved`: rows or sizes may be others; else only if other rows are in sight. */
  lay(rows: readonly BoardRow[], moved: boolean): void {
    const screen = this.#window;
    const scroller = this.#find('.scroller');
    if (!screen || !scroller.isConnected) return;
    this.#rows = rows;
    if (moved || !this.#geometry) this.#measure();
    const geometry = this.#geometry as BoardGeometry;
    const still = this.#variant === 'tape' && this.#less.matches;
    const [from, to] = this.#stretch();
    const [first, end] = geometry.within(from, to, false);
    const most = this.#variant === 'tape' && !still ? Number.POSITIVE_INFINITY : rows.length;
    if (!moved && first >= screen.first && Math.min(end, most) <= screen.end) return;
    const [begin, stop] = geometry.within(from, to, true);
    const focused = this.#root.activeElement?.closest('[part~="row"]') ?? null;
    screen.show(rows, begin, Math.min(stop, most), this.#variant === 'tape' ? -1 : this.#controls.pinned, geometry);
    // a view that was put away took the focus with it
    if (focused && !focused.isConnected) this.#controls.focus();
    const laid = `${screen.first} ${screen.end}`;
    if (laid !== this.#laid || geometry !== this.#covered) {
      this.#trails?.cover(screen.views, geometry, screen.first, screen.end, this.#rightToLeft);
      this.#laid = laid;
      this.#covered = geometry;
    }
    this.#draw(performance.now(), true);
    this.#fitSoon();
    this.#events.laid(screen.views);
  }

  /** Looks for what no observer tells: the page's direction. */
  look(): void {
    if (!this.#geometry || this.#isRightToLeft === this.#rightToLeft) return;
    this.#covered = undefined;
    this.lay(this.#rows, true);
  }

  get #isRightToLeft(): boolean {
    return getComputedStyle(this.#host).direction === 'rtl';
  }

  /** Whether something in sight is not shown as it is. */
  get isBehind(): boolean {
    if (this.#tape.moving || this.#trails?.isBlurred) return true;
    const drawing = this.#trails?.isDue(performance.now()) ?? false;
    for (const view of this.views) {
      if (view.behind || view.row?.unread) return true;
      if (drawing && view.trailDue && view.trend && view.row?.reader) return true;
    }
    this.#painter.rest();
    return false;
  }

  /** Paints what changed; whether there was time for all of it. */
  paint(now: number, interval: number, painted: (view: BoardView) => void): boolean {
    if (this.#tape.moving) this.lay(this.#rows, false);
    if (this.#trails?.isBlurred) {
      // another one, so that everything is drawn anew
      this.#geometry = undefined;
      this.lay(this.#rows, true);
    }
    const done = this.#painter.paint(this.views, now, interval, !this.#less.matches, painted);
    if (this.#trails?.isDue(now)) this.#draw(now, false);
    this.#fitSoon();
    return done;
  }

  nodeOf(row: BoardRow | undefined, column: string): HTMLElement | undefined {
    if (!row) return (this.#root.querySelector(`[data-column="${CSS.escape(column)}"]`) as HTMLElement) ?? undefined;
    const view = this.#window?.of(row);
    return this.#variant === 'grid' ? view?.cell(column) : view?.element;
  }

  field(rows: number): Field {
    const { across = 1, pitch = 1 } = this.#geometry ?? {};
    const page = Math.max(LEAST_PAGE, Math.floor(this.#find('.scroller').clientHeight / pitch) - 1) * across;
    return {
      variant: this.#variant,
      rows,
      columns: this.#columns.length,
      across,
      page,
      rightToLeft: this.#rightToLeft,
    };
  }

  /** Holds the tape, or lets it go on. */
  pause(): void {
    this.#paused = !this.#paused;
    this.#tape.hold('button', this.#paused);
  }

  #measure(): void {
    const body = this.#find('.body');
    const scroller = this.#find('.scroller');
    const variant = this.#variant;
    const rem = remPixels();
    const extras = variant === 'tiles' ? this.#columns.filter(isExtra).length : 0;
    const trend = this.#columns.some(({ name }) => name === 'trend');
    this.#rightToLeft = this.#isRightToLeft;
    const make = () =>
      new BoardGeometry({ variant, compact: this.#compact, width: scroller.clientWidth, rem, extras, trend });
    let geometry = make();
    const place = () => {
      body.style.setProperty('--_height', `${geometry.itemHeight}px`);
      body.style.setProperty('--_width', `${geometry.itemWidth}px`);
      const extent = `${geometry.extent(this.#rows.length)}px`;
      body.style.blockSize = variant === 'tape' ? '' : extent;
      body.style.inlineSize = variant === 'tape' ? extent : '';
    };
    const width = scroller.clientWidth;
    place();
    this.#width = scroller.clientWidth;
    // a bar to scroll with came, or went
    if (this.#width !== width) {
      geometry = make();
      place();
    }
    if (!geometry.equals(this.#geometry)) this.#geometry = geometry;
    const still = variant === 'tape' && this.#less.matches;
    if (still) this.#internals.states?.add('still');
    else this.#internals.states?.delete('still');
    if (still) scroller.tabIndex = 0;
    else scroller.removeAttribute('tabindex');
    if (variant === 'tape' && !still) this.#tape.run(body, geometry.extent(this.#rows.length), rem, this.#rightToLeft);
    else this.#tape.stop();
  }

  /** The stretch of the rows' extent that is in sight. */
  #stretch(): readonly [from: number, to: number] {
    const scroller = this.#find('.scroller');
    if (this.#variant === 'tape') {
      const from = this.#less.matches ? Math.abs(scroller.scrollLeft) : this.#tape.offset;
      return [from, from + this.#width];
    }
    const port = scroller.getBoundingClientRect();
    const { top } = this.#find('.body').getBoundingClientRect();
    const from = Math.max(0, Math.max(port.top, 0) - top);
    return [from, Math.max(from, Math.min(port.bottom, innerHeight) - top)];
  }

  /**
   * Cuts off texts that have become too long for their cells, once the frame is out: its layout is there to be read then, where in the
   * frame's callback it would have to be made, for whatever else changed on the page too.
   */
  #fitSoon(): void {
    if (this.#fitting !== undefined || !this.views.some(({ unfitted }) => unfitted)) return;
    this.#fitting = setTimeout(() => {
      this.#fitting = undefined;
      // first all are looked at, then all are changed, so that there is one layout
      const unfitted = this.views.filter((view) => view.unfitted);
      for (const view of unfitted) view.measure();
      for (const view of unfitted) view.fit();
    });
  }

  #draw(now: number, all: boolean): void {
    const { views, first, end } = this.#window as BoardWindow;
    this.#trails?.draw(views, now, first, end, all);
  }

  #recolour(): void {
    this.#trails?.recolour();
    for (const view of this.views) view.trailDue = true;
    if (this.#window) this.#draw(performance.now(), true);
  }

  /** The row and the column that an event is about. */
  #spotOf(event: Event): [row: BoardRow | undefined, column: string] {
    const node = event.target as HTMLElement;
    const view = this.views.find(({ element }) => element.contains(node));
    const head = node.closest<HTMLElement>('[data-column]')?.dataset.column ?? '';
    return [view?.row, view?.columnOf(node) ?? head];
  }

  #find(selector: string): HTMLElement {
    return this.#root.querySelector(selector) as HTMLElement;
  }
}

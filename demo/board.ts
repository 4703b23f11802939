import type { TickerWidget } from '../src/index.js';
import { element } from './element.js';
import { isPair } from './symbols.js';

/** Time that a sparkline shows. */
const SPARKLINE = '30s';

/** The dashboard's widgets, and the settings that they share. */
export class Board {
  readonly #tiles = new Map<string, HTMLElement>();
  readonly #widgets = new Set<TickerWidget>();
  #average = 0;
  #interval = 'tick';
  #locale = '';

  /** What the average is of: trades (`tick`), or bars such as `1m`. */
  set interval(interval: string) {
    this.#interval = interval;
    for (const widget of this.#widgets) this.#set(widget);
  }

  /** Trades or bars that the moving average of tiles and rows covers; 0: none is shown. */
  set average(period: number) {
    this.#average = period;
    for (const widget of this.#widgets) this.#set(widget);
  }

  set locale(locale: string) {
    this.#locale = locale;
    for (const widget of this.#widgets) this.#set(widget);
  }

  has(symbol: string): boolean {
    return this.#tiles.has(symbol);
  }

  /** Adds a tile, unless there is one. `first`: in front of the others, in sight. */
  add(symbol: string, first = false): void {
    if (this.has(symbol)) return;
    const tile = document.createElement('li');
    const widget = this.#create(symbol);
    widget.sparkline = SPARKLINE;
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'remove';
    remove.ariaLabel = `Remove ${symbol}`;
    remove.textContent = '×';
    remove.addEventListener('click', () => {
      // the keyboard goes on from the next tile, not from the top of the page
      const next = tile.nextElementSibling ?? tile.previousElementSibling;
      this.remove(symbol);
      next?.querySelector('button')?.focus();
    });
    tile.append(widget, remove);
    this.#tiles.set(symbol, tile);
    const list = element(isPair(symbol) ? 'pairs' : 'equities');
    if (first) list.prepend(tile);
    else list.append(tile);
    if (first) tile.scrollIntoView({ block: 'nearest' });
  }

  /** Removes a tile; false where there was none. */
  remove(symbol: string): boolean {
    const tile = this.#tiles.get(symbol);
    if (!tile) return false;
    this.#tiles.delete(symbol);
    for (const widget of tile.querySelectorAll('ticker-widget')) this.#widgets.delete(widget);
    tile.remove();
    return true;
  }

  addToTape(symbol: string): void {
    const widget = this.#create(symbol);
    widget.variant = 'compact';
    element('tape').append(widget);
  }

  addToList(symbol: string): void {
    const widget = this.#create(symbol);
    widget.variant = 'row';
    widget.sparkline = SPARKLINE;
    element('rows').append(widget);
  }

  #create(symbol: string): TickerWidget {
    const widget = document.createElement('ticker-widget');
    widget.symbol = symbol;
    this.#widgets.add(widget);
    this.#set(widget);
    return widget;
  }

  #set(widget: TickerWidget): void {
    widget.locale = this.#locale;
    widget.interval = this.#interval;
    widget.indicators = this.#average && widget.variant !== 'compact' ? `sma(${this.#average})` : '';
  }
}

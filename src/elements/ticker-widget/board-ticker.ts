import type { Compiled } from '../../indicators/compile.js';
import type { Instrument } from '../../market/instrument.js';
import type { TakenSignal } from '../../memory/signal-reader.js';
import {
  announceGuest,
  type BoardAttributes,
  type BoardGuest,
  type BoardHome,
  findBoard,
  type Note,
} from '../shared/find-board.js';
import { speaks } from './language.js';
import type { TickerAlerts } from './ticker-alerts.js';
import { readSettings, type TickerAttributes, type TickerSettings, withInstrument } from './ticker-settings.js';

/** What a widget gives its place in a board. */
export interface TickerParts {
  readonly element: HTMLElement & TickerAttributes;
  readonly alerts: TickerAlerts;
  readonly note: Note;
  /** Whether anybody listens for its values. */
  hears(): boolean;
  /** It is in a board by now, or no longer, or in another one. */
  moved(): void;
  read(): void;
  aged(stale: boolean): void;
}

/** A widget inside of a `<ticker-board>`, as the board sees it: it says what a row shows, and has no lane of its own. Main thread. */
export class BoardTicker implements BoardGuest {
  readonly element: HTMLElement & TickerAttributes;
  readonly #parts: TickerParts;
  #home: BoardHome | undefined;

  constructor(parts: TickerParts) {
    this.element = parts.element;
    this.#parts = parts;
    announceGuest(this);
  }

  /** The board that shows it. */
  get home(): BoardHome | undefined {
    return this.#home;
  }

  get symbol(): string {
    return this.element.symbol.trim();
  }

  get hears(): boolean {
    return this.#parts.hears();
  }

  get speaks(): boolean {
    return speaks(this.element) || this.#parts.alerts.some;
  }

  find(): void {
    if (!this.element.isConnected) return;
    const home = findBoard(this.element);
    if (home === this.#home) {
      home?.change(this);
      return;
    }
    this.leave();
    this.#home = home;
    home?.add(this);
    this.#parts.moved();
  }

  /** It is in no document any more. */
  leave(): void {
    const home = this.#home;
    this.#home = undefined;
    home?.drop(this);
    if (home) this.#parts.alerts.watch();
  }

  settings(board: BoardAttributes, instrument: Instrument | undefined, note: Note): TickerSettings {
    const { element: own } = this;
    const { alerts } = this.#parts;
    const attributes: TickerAttributes = {
      symbol: own.symbol,
      indicators: own.indicators || board.indicators,
      interval: own.interval === 'tick' ? board.interval : own.interval,
      tickSize: own.tickSize,
      priceFormat: own.priceFormat,
      locale: own.locale || board.locale,
      language: own.language,
      currency: own.currency || board.currency,
      timeZone: own.timeZone || board.timeZone,
      maxRate: board.maxRate,
      staleAfter: own.staleAfter ?? board.staleAfter,
      previousClose: own.previousClose,
      sparkline: own.sparkline ?? board.sparkline,
    };
    const both: Note = (about, message, quiet) => {
      this.#parts.note(about, message, quiet);
      if (message) note(about, message, true);
    };
    const settings = readSettings(withInstrument(attributes, instrument), alerts.read(), both);
    alerts.judge(settings.compiled, (about, message) => both(about, message, true));
    return settings;
  }

  watch(compiled: Compiled): void {
    this.#parts.alerts.watch(compiled);
  }

  fire(signals: readonly TakenSignal[], compiled: Compiled): void {
    if (this.element.isConnected) this.#parts.alerts.fire(signals, compiled);
  }

  read(): void {
    this.#parts.read();
  }

  aged(stale: boolean): void {
    this.#parts.aged(stale);
  }
}

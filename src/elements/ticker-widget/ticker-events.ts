import { heardOutside } from '../shared/heard-outside.js';
import type { TickerValues } from './ticker-values.js';

/** New values were painted. Does not bubble: it may come in every frame, and is made only where the widget itself is listened to. */
export class ValueChangeEvent extends Event {
  readonly values: TickerValues;

  constructor(values: TickerValues) {
    super('valuechange');
    this.values = values;
  }
}

/** The widget became stale, or is no longer. */
export class StaleChangeEvent extends Event {
  readonly stale: boolean;

  constructor(stale: boolean) {
    super('stalechange', heardOutside);
    this.stale = stale;
  }
}

/** Something keeps the widget from showing what was asked for. */
export class IndicatorErrorEvent extends Event {
  /** The attribute with the mistake, or `kernel` where no kernel runs. */
  readonly about: string;
  readonly message: string;

  constructor(about: string, message: string) {
    super('indicatorerror', heardOutside);
    this.about = about;
    this.message = message;
  }
}

export interface TickerWidgetEventMap extends HTMLElementEventMap {
  valuechange: ValueChangeEvent;
  stalechange: StaleChangeEvent;
  indicatorerror: IndicatorErrorEvent;
}

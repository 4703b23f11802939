import type { SignalEvent } from '../price-alert/alert-events.js';
import { heardOutside } from '../shared/heard-outside.js';
import type { IndicatorErrorEvent } from '../shared/indicator-error.js';
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

export interface TickerWidgetEventMap extends HTMLElementEventMap {
  signal: SignalEvent;
  valuechange: ValueChangeEvent;
  stalechange: StaleChangeEvent;
  indicatorerror: IndicatorErrorEvent;
}

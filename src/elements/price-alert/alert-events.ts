import { heardOutside } from '../shared/heard-outside.js';
import type { IndicatorErrorEvent } from '../shared/indicator-error.js';
import type { Signal } from './signal.js';

/** An alert fired. Fires on the alert, and is heard on its widget. */
export class SignalEvent extends Event implements Signal {
  readonly name: string;
  readonly when: string;
  readonly time: number;
  readonly received: number;
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  readonly values: Readonly<Record<string, number>>;

  constructor(signal: Signal) {
    super('signal', heardOutside);
    this.name = signal.name;
    this.when = signal.when;
    this.time = signal.time;
    this.received = signal.received;
    this.price = signal.price;
    this.bid = signal.bid;
    this.ask = signal.ask;
    this.values = signal.values;
  }
}

export interface PriceAlertEventMap extends HTMLElementEventMap {
  signal: SignalEvent;
  indicatorerror: IndicatorErrorEvent;
}

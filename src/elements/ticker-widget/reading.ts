import type { Compiled } from '../../indicators/compile.js';
import type { SlotReader } from '../../memory/slot-reader.js';
import type { TickerSubscription } from '../data-feed/ticker-subscription.js';
import { type Outputs, type TickerValues, takeSnapshot } from './ticker-values.js';

/** What was read of a subscription last. Nothing is made but for whoever asks for the snapshot. Main thread. */
export class Reading {
  /** The reader whose values are in use: another one comes with each change of lanes. */
  #reader: SlotReader | undefined;
  /** What its lane was made for. */
  #compiled: Compiled | undefined;
  #outputs: Outputs | undefined;
  #snapshot: TickerValues | undefined;

  get reader(): SlotReader | undefined {
    return this.#reader;
  }

  get values(): Float64Array | undefined {
    return this.#reader?.values;
  }

  get outputs(): Outputs | undefined {
    return this.#outputs;
  }

  /** Whether something was published that was not read. */
  unread(subscription: TickerSubscription | undefined): boolean {
    const reader = subscription?.reader;
    return reader !== undefined && (reader !== this.#reader || reader.changed);
  }

  /** Reads what was published since; whether there was something. */
  look(subscription: TickerSubscription | undefined): boolean {
    const reader = subscription?.reader;
    if (!this.unread(subscription) || !reader?.read()) return false;
    const compiled = subscription?.request?.compiled;
    if (reader !== this.#reader || compiled !== this.#compiled) {
      this.#reader = reader;
      this.#compiled = compiled;
      this.#outputs = compiled && { values: reader.values, compiled };
    }
    this.#snapshot = undefined;
    return true;
  }

  /** Everything at once, frozen; the same object until something else is read. `compiled`: what there will be, while nothing was read. */
  snapshot(compiled: Compiled | undefined): TickerValues {
    this.#snapshot ??= takeSnapshot(this.#outputs, compiled);
    return this.#snapshot;
  }

  /** The snapshot is to be made anew: it names other indicators. */
  renew(): void {
    this.#snapshot = undefined;
  }

  forget(): void {
    this.#reader = this.#compiled = this.#outputs = this.#snapshot = undefined;
  }
}

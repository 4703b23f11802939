import type { Paintable } from '../../frame/frame-loop.js';
import type { TickerAge, TickerParts } from './ticker-age.js';
import { readValue } from './ticker-values.js';

const wallClock = () => performance.timeOrigin + performance.now();

/** Who else hears of a widget's paints. */
export interface PaintEvents {
  /** Whether anybody listens for values, seen or not. */
  hears(): boolean;
  /** New values were painted. */
  told(): void;
}

/** Paints a widget's new values. Main thread. */
export class TickerPainting implements Paintable {
  visible = true;
  /** There is something that was not painted. */
  fresh = false;
  trailDue = false;
  readonly #parts: TickerParts;
  readonly #age: TickerAge;
  readonly #events: PaintEvents;
  #received = Number.NaN;
  /** Receipt of the tick that was painted in this frame, while the others are; NaN: none was. */
  #unweighed = Number.NaN;

  constructor(parts: TickerParts, age: TickerAge, events: PaintEvents) {
    this.#parts = parts;
    this.#age = age;
    this.#events = events;
  }

  /** The first tick ends the waiting wherever the widget is. */
  get always(): boolean {
    return this.#age.state === 'waiting' || this.#events.hears();
  }

  get interval(): number {
    return this.#parts.settings.pace;
  }

  changed(): boolean {
    return this.fresh || this.trailDue || this.#parts.unread;
  }

  paint(now: number): void {
    const parts = this.#parts;
    parts.look();
    const { reader, outputs, values } = parts.reading;
    if (this.fresh) {
      this.fresh = false;
      parts.face?.show(outputs, now);
      const received = readValue(values, 'received');
      if (received !== this.#received) this.#unweighed = this.#received = received;
      this.trailDue = true;
      this.#age.judge();
      this.#age.arm();
      if (this.#events.hears()) this.#events.told();
    }
    if (this.trailDue && reader && parts.face?.showTrail(reader, now)) this.trailDue = false;
  }

  /** Tells the feed how old the tick is that this frame shows first, now that its paints are done. */
  painted(): void {
    this.#parts.feed?.tickAge.add(wallClock() - this.#unweighed);
    this.#unweighed = Number.NaN;
  }

  /** There is nothing to paint any more. */
  forget(): void {
    this.fresh = this.trailDue = false;
    this.#received = Number.NaN;
  }
}

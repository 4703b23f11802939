import type { WireSymbol } from '../src/feed/codecs/gateway-protocol.js';
import { TICK_KIND } from '../src/market/tick.js';
import type { TickTaker } from './newest.js';

/** Numbers of a tick: wire id, kind, and the rest in the order of the codec contract. */
const FIELDS = 9;
const FIRST_ROOM = 1024;

/**
 * The ticks of the last moments, of all symbols, by position: the first tick of the market has position 1. One log serves every
 * client that resumes or catches up. It grows up to its limit, then forgets the oldest.
 */
export class RecentTicks implements TickTaker {
  readonly #limit: number;
  #room: number;
  #values: Float64Array;
  /** Position of the newest tick. */
  #newest: number;
  #count = 0;

  /** `limit`: ticks kept. `position`: of the newest tick before the log begins. */
  constructor(limit: number, position: number) {
    this.#limit = limit;
    this.#room = Math.min(FIRST_ROOM, limit);
    this.#values = new Float64Array(this.#room * FIELDS);
    this.#newest = position;
  }

  /** The least position that one can read behind. */
  get oldest(): number {
    return this.#newest - Math.min(this.#count, this.#room);
  }

  get newest(): number {
    return this.#newest;
  }

  trade(...[{ id }, time, price, size, sequence, flags]: Parameters<TickTaker['trade']>): void {
    this.#put(id, TICK_KIND.TRADE, time, price, size, 0, 0, sequence, flags);
  }

  quote(...[{ id }, time, bid, bidSize, ask, askSize, sequence]: Parameters<TickTaker['quote']>): void {
    this.#put(id, TICK_KIND.QUOTE, time, bid, bidSize, ask, askSize, sequence, 0);
  }

  /**
   * Hands over the ticks behind `after` whose symbol `symbolOf` gives, at most `most` of them, and returns the position reached.
   * Positions already forgotten are skipped.
   */
  read(after: number, most: number, symbolOf: (id: number) => WireSymbol | undefined, taker: TickTaker): number {
    let position = Math.max(after, this.oldest);
    for (let taken = 0; position < this.#newest && taken < most; ) {
      const index = this.#count - (this.#newest - position);
      position++;
      const at = (index % this.#room) * FIELDS;
      const symbol = symbolOf(this.#values[at] as number);
      if (symbol === undefined) continue;
      taken++;
      const [, kind, time = 0, a = 0, b = 0, c = 0, d = 0, sequence = 0, flags = 0] = this.#values.subarray(
        at,
        at + FIELDS,
      );
      if (kind === TICK_KIND.TRADE) taker.trade(symbol, time, a, b, sequence, flags);
      else taker.quote(symbol, time, a, b, c, d, sequence);
    }
    return position;
  }

  /** Every tick of the market comes here: no array is made of it. */
  #put(
    id: number,
    kind: number,
    time: number,
    a: number,
    b: number,
    c: number,
    d: number,
    sequence: number,
    flags: number,
  ): void {
    if (this.#count === this.#room && this.#room < this.#limit) this.#grow();
    const at = (this.#count % this.#room) * FIELDS;
    const values = this.#values;
    values[at] = id;
    values[at + 1] = kind;
    values[at + 2] = time;
    values[at + 3] = a;
    values[at + 4] = b;
    values[at + 5] = c;
    values[at + 6] = d;
    values[at + 7] = sequence;
    values[at + 8] = flags;
    this.#count++;
    this.#newest++;
  }

  /** Only before anything is forgotten: the ticks stand in the order of their positions then. */
  #grow(): void {
    this.#room = Math.min(this.#room * 2, this.#limit);
    const old = this.#values;
    this.#values = new Float64Array(this.#room * FIELDS);
    this.#values.set(old);
  }
}

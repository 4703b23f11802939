import { type EpochMs, type SymbolId, TICK_KIND, type TickKind } from '../market/tick.js';
import { TICK } from '../memory/layout.js';

/**
 * Numbers kept of a symbol: its own sequence, then sequence, time and two values of its newest trade, then of its newest quote, then when
 * the first repeat was received.
 */
const TRADE = 1;
const QUOTE = 5;
const SINCE = 9;
const NUMBERS = 10;
const FIRST_ROOM = 64;
const SEQUENCE = TICK.SEQUENCE >> 3;
const RECEIVED = TICK.RECEIVED >> 3;
/**
 * What comes so many ms behind the first repeat is none any more, however old it says that it is: the newest may have had a wrong
 * time, or the source's clock was put back.
 */
const REPEATS_MS = 10_000;

/**
 * How far each symbol's ticks have come: finds ticks that a new connection repeats, and holes in numbers. Allocates only when a
 * symbol is new. Feed worker only.
 */
export class TickTrack {
  #numbers = new Float64Array(FIRST_ROOM * NUMBERS).fill(Number.NaN);
  /** A bit for each kind of tick whose repeats are to be dropped. */
  #guards = new Uint8Array(FIRST_ROOM);
  #guarded = 0;
  /** After `follows` said no: the number that should have come. */
  expected = Number.NaN;

  /** From now on a tick that is not newer than the newest is a repeat, until one is, or repeats have come for ten seconds. */
  guard(symbol: SymbolId): void {
    this.#room(symbol);
    this.#numbers[symbol * NUMBERS + SINCE] = Number.NaN;
    if (this.#guards[symbol] === 0) this.#guarded++;
    this.#guards[symbol] = TICK_KIND.TRADE | TICK_KIND.QUOTE;
  }

  /** False for a repeat, which is to be dropped. `tick`: its numbers, as in a ring's cell. */
  accepts(symbol: SymbolId, kind: TickKind, tick: Float64Array): boolean {
    if (symbol >= this.#guards.length) this.#room(symbol);
    const sequence = tick[SEQUENCE] as number;
    const time = tick[TICK.TIME >> 3] as EpochMs;
    const a = tick[TICK.PRICE >> 3] as number;
    const b = tick[(kind === TICK_KIND.TRADE ? TICK.SIZE : TICK.ASK) >> 3] as number;
    const numbers = this.#numbers;
    const at = symbol * NUMBERS + (kind === TICK_KIND.TRADE ? TRADE : QUOTE);
    if (this.#guarded > 0 && (this.#guards[symbol] as number) & kind) {
      const last = numbers[at] as number;
      const lastTime = numbers[at + 1] as number;
      // a source that was started anew counts from 1 again: its ticks are later, whatever their numbers
      const repeats =
        time <= lastTime &&
        (!Number.isNaN(sequence) && !Number.isNaN(last)
          ? sequence <= last
          : time < lastTime || (a === numbers[at + 2] && b === numbers[at + 3]));
      if (repeats && this.#mayRepeat(symbol, tick[RECEIVED] as EpochMs)) return false;
      const left = (this.#guards[symbol] as number) & ~kind;
      this.#guards[symbol] = left;
      if (left === 0) this.#guarded--;
    }
    numbers[at] = sequence;
    numbers[at + 1] = time;
    numbers[at + 2] = a;
    numbers[at + 3] = b;
    return true;
  }

  /** Whether it is early enough for repeats. */
  #mayRepeat(symbol: SymbolId, received: EpochMs): boolean {
    const at = symbol * NUMBERS + SINCE;
    const since = this.#numbers[at] as EpochMs;
    // else it is the first
    if (received >= since) return received - since <= REPEATS_MS;
    this.#numbers[at] = received;
    return true;
  }

  /** Whether a tick has the number that was expected, as far as one was; else `expected` says which. */
  follows(symbol: SymbolId, tick: Float64Array): boolean {
    const sequence = tick[SEQUENCE] as number;
    // NaN: it has none; beyond 2^53 the one behind a number is the number itself
    if (!Number.isSafeInteger(sequence)) return true;
    const at = symbol * NUMBERS;
    const last = this.#numbers[at] as number;
    this.#numbers[at] = sequence;
    if (sequence === last + 1 || Number.isNaN(last)) return true;
    this.expected = last + 1;
    return false;
  }

  /** Whatever number comes next is right. */
  restart(symbol: SymbolId): void {
    this.#room(symbol);
    this.#numbers[symbol * NUMBERS] = Number.NaN;
  }

  /** Forgets where a symbol's numbers were: nobody listened for a while. */
  forget(symbol: SymbolId): void {
    this.#room(symbol);
    this.#numbers.fill(Number.NaN, symbol * NUMBERS, (symbol + 1) * NUMBERS);
  }

  #room(symbol: SymbolId): void {
    if (symbol < this.#guards.length) return;
    const rooms = Math.max(symbol + 1, this.#guards.length * 2);
    const { length } = this.#numbers;
    const numbers = new Float64Array(rooms * NUMBERS).fill(Number.NaN, length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    const guards = new Uint8Array(rooms);
    guards.set(this.#guards);
    this.#guards = guards;
  }
}

/** The sending side of the gateway's `json` format: one frame is an array of ticks. */
import type { EpochMs, Price, Size } from '../../market/tick.js';
import { TICK_FLAG } from '../../market/tick.js';
import type { TickEncoder, WireSymbol } from './gateway-protocol.js';

/** Collects ticks as text. The time at which a frame is sent is not part of this format. */
export class JsonTickEncoder implements TickEncoder {
  readonly #quoted = new Map<string, string>();
  #text = '';
  #count = 0;

  get count(): number {
    return this.#count;
  }

  trade(symbol: WireSymbol, time: EpochMs, price: Price, size: Size, sequence: number, flags: number): void {
    const side = flags & TICK_FLAG.BUY ? ',"side":"buy"' : flags & TICK_FLAG.SELL ? ',"side":"sell"' : '';
    const reference = flags & TICK_FLAG.REFERENCE ? ',"reference":true' : '';
    this.#add(
      `{"type":"trade","symbol":${this.#quote(symbol.name)},"price":${price},"size":${size},"time":${time}${sequenceText(sequence)}${side}${reference}}`,
    );
  }

  quote(
    symbol: WireSymbol,
    time: EpochMs,
    bid: Price,
    bidSize: Size,
    ask: Price,
    askSize: Size,
    sequence: number,
  ): void {
    this.#add(
      `{"type":"quote","symbol":${this.#quote(symbol.name)},"bid":${bid},"bidSize":${bidSize},"ask":${ask},"askSize":${askSize},"time":${time}${sequenceText(sequence)}}`,
    );
  }

  frame(): string {
    if (this.#count === 0) throw new RangeError('a tick frame holds at least one tick');
    const text = `[${this.#text}]`;
    this.#text = '';
    this.#count = 0;
    return text;
  }

  #add(tick: string): void {
    this.#text += this.#count === 0 ? tick : `,${tick}`;
    this.#count++;
  }

  /** A name as a JSON string, kept: symbols are few and ticks are many. */
  #quote(name: string): string {
    let quoted = this.#quoted.get(name);
    if (quoted === undefined) {
      quoted = JSON.stringify(name);
      this.#quoted.set(name, quoted);
    }
    return quoted;
  }
}

function sequenceText(sequence: number): string {
  return Number.isNaN(sequence) ? '' : `,"sequence":${sequence}`;
}

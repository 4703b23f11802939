/** What the `json` and the `binary` codec learn from the gateway's control messages: where to resume, and whose numbers ticks carry. */
import type { TickSink } from '../codec.js';
import { subscribeRequest, type WireFormat } from './gateway-protocol.js';
import { isObject, type JsonObject } from './json-text.js';

/** One connection's control messages. */
export class GatewayWords {
  /** Of the newest heartbeat: all before it has come. */
  position: string | undefined;
  /** The gateway's ticks of a symbol are numbered without a hole, by the source or by itself. */
  contiguous = false;
  readonly #format: WireFormat;
  #after: string | undefined;
  #asked = false;
  /** The gateway has lost its own source. */
  #starved = false;
  /** Why the numbers of the former connection mean nothing here; undefined where they do, or there was none. */
  #broken: string | undefined;

  constructor(format: WireFormat) {
    this.#format = format;
  }

  resume(position: string): void {
    this.#after = position;
    this.contiguous = true;
  }

  subscribe(symbols: readonly string[]): readonly string[] {
    if (this.#asked || symbols.length === 0) return subscribeRequest(symbols, this.#format);
    this.#asked = true;
    return subscribeRequest(symbols, this.#format, this.#after);
  }

  /** Whether it is a message of the gateway, which then needs no further look. */
  hear(message: JsonObject, sink: TickSink): boolean {
    const { type, position, numbered, upstream } = message;
    if (type === 'heartbeat' || (type === 'info' && upstream !== undefined)) this.#starve(upstream === 'lost', sink);
    if (type === 'heartbeat' && typeof position === 'string') {
      this.position = position;
      return true;
    }
    if (type === 'subscribed' && typeof message.protocol === 'number') {
      this.#learn(message, sink);
      return true;
    }
    if (type !== 'info' || !Array.isArray(numbered)) return false;
    this.#tellLost(numbered, sink);
    return true;
  }

  #learn({ symbols, numbered, run, resumed, reason, upstream }: JsonObject, sink: TickSink): void {
    this.contiguous = true;
    this.#starve(upstream === 'lost', sink);
    const after = this.#after;
    // a position begins with the run: within one, all numbers go on
    if (after !== undefined && resumed !== true && typeof run === 'string' && !after.startsWith(`${run}-`)) {
      this.#broken ??=
        typeof reason === 'string' ? reason : 'the gateway does not go on where the last connection ended';
    }
    const names = isObject(symbols) ? Object.keys(symbols) : [];
    this.#tellLost(numbered === true ? names : numbered, sink);
  }

  #starve(starved: boolean, sink: TickSink): void {
    if (starved === this.#starved) return;
    this.#starved = starved;
    if (starved) sink.stale('the gateway has lost its source');
    else sink.stale();
  }

  /** Of the source's own numbers nothing needs to be said: they tell by themselves what is missing. */
  #tellLost(numbered: unknown, sink: TickSink): void {
    if (this.#broken === undefined || !Array.isArray(numbered)) return;
    for (const name of numbered) if (typeof name === 'string') sink.lost(this.#broken, name);
  }
}

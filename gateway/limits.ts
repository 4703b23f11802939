/** What one gateway gives its clients at most. All have defaults; `--help` says them. */
export interface Limits {
  /** Clients at a time, over all outputs. Default 10,000. */
  readonly maxConnections: number;
  /** Bytes of a client's message; a larger one ends its connection (1009). Default 1 MiB. */
  readonly maxMessageBytes: number;
  /** Messages a second that a client may send, after as many in a burst; more end its connection (1008). Default 200. */
  readonly maxMessages: number;
  /**
   * Symbols that a client may be subscribed to. Default 10,000. It may subscribe and unsubscribe to four times as many a second; more end its
   * connection (1008).
   */
  readonly maxSubscriptions: number;
}

const DEFAULTS: Limits = {
  maxConnections: 10_000,
  maxMessageBytes: 1 << 20,
  maxMessages: 200,
  maxSubscriptions: 10_000,
};

/** Times the subscriptions of a client that it may change in a second. */
export const CHANGES_A_SECOND = 4;

/** The limits that the options give, defaults for the rest. Throws a RangeError for one that is no whole number above 0. */
export function limitsOf(options: Partial<Limits>): Limits {
  const limits: Record<keyof Limits, number> = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof Limits)[]) {
    const { [name]: value = DEFAULTS[name] } = options;
    if (!(Number.isSafeInteger(value) && value > 0)) {
      throw new RangeError(`${name} ${value}: expected a whole number above 0`);
    }
    limits[name] = value;
  }
  return limits;
}

/** Allows `rate` a second on average, and as many at once. */
export class Allowance {
  readonly #rate: number;
  #left: number;
  #time = performance.now();

  constructor(rate: number) {
    this.#rate = rate;
    this.#left = rate;
  }

  /** Whether one more is allowed now, or `count` more. */
  take(count = 1): boolean {
    const time = performance.now();
    this.#left = Math.min(this.#rate, this.#left + ((time - this.#time) / 1000) * this.#rate);
    this.#time = time;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }
}

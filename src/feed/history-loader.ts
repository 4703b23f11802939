import { intervalMs } from '../market/bar.js';
import type { History } from './history.js';
import { fetchHistory, type HistoryRequest } from './history-request.js';
import { simulatedBars } from './simulated-bars.js';
import { parseSimulatorOptions } from './simulator-options.js';

/** Requests under way at once: browsers open no more connections to one host either. */
const AT_ONCE = 6;

const isSimulated = (address: string) => /^sim:/i.test(address);

/** Loads the bars that widgets ask for, a few at a time, until it is closed. One per connection. Feed worker only. */
export class HistoryLoader {
  readonly #template: string;
  readonly #seed: number;
  readonly #gone = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /**
   * `template`: an absolute URL with placeholders, or `sim:` for bars of the simulator's past, with the options of `src` where that
   * is a simulator too. Throws a TypeError for options that are none.
   */
  constructor(template: string, src: string) {
    this.#template = template;
    this.#seed = isSimulated(template) ? parseSimulatorOptions(isSimulated(src) ? src : template).seed : 0;
  }

  /** True once closed: nothing that was loaded is wanted any more. */
  get closed(): boolean {
    return this.#gone.signal.aborted;
  }

  /** Rejects with an Error that says what, where and why. */
  async load(request: HistoryRequest): Promise<History> {
    const { symbol, interval, limit } = request;
    if (isSimulated(this.#template)) {
      const now = performance.timeOrigin + performance.now();
      return { bars: simulatedBars(symbol, this.#seed, intervalMs(interval), limit, now), rejected: 0 };
    }
    if (this.#running === AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await fetchHistory(this.#template, request, this.#gone.signal);
    } finally {
      // whoever waits takes this one's place
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  /** Gives up whatever is under way or waits. */
  close(): void {
    this.#gone.abort();
  }
}

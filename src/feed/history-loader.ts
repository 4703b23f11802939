import { intervalMs } from '../market/bar.js';
import type { BarHistory } from './codec.js';
import type { History } from './history.js';
import { barStarts, RowCollection } from './history-bars.js';
import { type AskPage, collectPages } from './history-pages.js';
import { fetchPage, type HistoryRequest } from './history-request.js';
import { reachLive, SEAM_WAITS } from './history-seam.js';
import { templatePages, venuePages } from './history-source.js';
import { simulatedBars } from './simulated-bars.js';
import { parseSimulatorOptions } from './simulator-options.js';

/** Requests under way at once: browsers open no more connections to one host either. */
const AT_ONCE = 6;
/** The template of whoever writes none: the source's own bars. */
const AUTO = 'auto';

const isSimulated = (address: string) => /^sim:/i.test(address);

/** What was loaded. */
export interface LoadedHistory extends History {
  /** Rows that did not begin with their bar, and were moved or merged into it. */
  readonly moved: number;
  /** What cost some of the bars and not all of them, in words: pages that failed, a source that lags behind. */
  readonly problems: readonly string[];
}

/** Loads the bars that widgets ask for, a few at a time, until it is closed. One per connection. Feed worker only. */
export class HistoryLoader {
  readonly #template: string;
  readonly #venue: BarHistory | undefined;
  readonly #seed: number;
  readonly #gone = new AbortController();
  readonly #waits: readonly number[];
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /**
   * `template`: an absolute URL with placeholders; `sim:` for bars of the simulator's past, with the options of `src` where that is a
   * simulator too; or `auto` for those of the source: the simulator, or `venue`, which the codec has. Throws a TypeError for options
   * that are none. `waits`: milliseconds before each time that a source which lags is asked again.
   */
  constructor(template: string, src: string, venue?: BarHistory, waits = SEAM_WAITS) {
    this.#waits = waits;
    this.#template = template === AUTO && isSimulated(src) ? src : template;
    this.#venue = venue;
    this.#seed = isSimulated(this.#template) ? parseSimulatorOptions(isSimulated(src) ? src : template).seed : 0;
  }

  /** True once closed: nothing that was loaded is wanted any more. */
  get closed(): boolean {
    return this.#gone.signal.aborted;
  }

  /**
   * The newest `limit` bars, of as many pages as they take. With `until` a source that lags behind the first live bar is asked again,
   * for some fifteen seconds at most. Rejects with an Error that says what, where and why.
   */
  async load(request: HistoryRequest): Promise<LoadedHistory> {
    const { symbol, interval, limit, until, since, zone } = request;
    const length = intervalMs(interval);
    if (isSimulated(this.#template)) {
      // its past arrives at the moment of the question, so that a second answer does not go with the first
      if (since !== undefined) return { bars: [], rejected: 0, moved: 0, problems: [] };
      const now = performance.timeOrigin + performance.now();
      return { bars: simulatedBars(symbol, this.#seed, length, limit, now), rejected: 0, moved: 0, problems: [] };
    }
    const source = this.#template === AUTO ? venuePages(this.#venue, request) : templatePages(this.#template, request);
    const { signal } = this.#gone;
    const ask: AskPage = (url) => this.#inTurn(() => fetchPage(url, symbol, signal, source.rows));
    const startOf = barStarts(length, zone);
    const rows = new RowCollection(startOf);
    const { rejected, problem } = await collectPages(source, limit, rows, ask);
    signal.throwIfAborted();
    const problems = problem ? [problem] : [];
    if (until !== undefined) {
      const lag = await reachLive(
        { rows, startOf, until, since, interval: length, limit, source, ask, signal },
        this.#waits,
      );
      if (lag) problems.push(lag);
    }
    const { bars, moved } = rows.merged();
    const named = problems.map((what) => (what.startsWith('history of ') ? what : `history of "${symbol}": ${what}`));
    const useful = until === undefined ? bars : bars.filter(({ time }) => time <= until);
    return { bars: useful.slice(-limit), rejected, moved, problems: named };
  }

  /** Gives up whatever is under way or waits. */
  close(): void {
    this.#gone.abort(new Error('given up, as the feed disconnected'));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running === AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      // whoever waits takes this one's place
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

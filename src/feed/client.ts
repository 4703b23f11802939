import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import { FeedBlockReader, type FeedCounter } from '../memory/feed-block.js';
import type { HistoryBlock } from '../memory/history.js';
import type { Lane } from '../memory/lane.js';
import type { PageMemory } from '../memory/page-memory.js';
import type { HistoryRequest } from './history-request.js';
import type {
  FeedEvent,
  FeedProblem,
  FeedService,
  FeedSettings,
  FeedStatus,
  HistoryAnswer,
  LaneHandover,
} from './protocol.js';
import { spawnFeedWorker } from './spawn.js';

/** What a feed tells its element. */
export interface FeedClientEvents {
  status(status: FeedStatus, reason?: string): void;
  problem(problem: FeedProblem): void;
}

let feeds = 0;

/** The main thread's side of one feed: owns its worker and its counters. Control only; ticks never pass here. */
export class FeedClient {
  /** Tells nothing any more, though the worker may still have something to say: its element has left. */
  quiet = false;
  readonly #memory: PageMemory;
  readonly #block: FeedBlockReader;
  readonly #worker: Worker;
  readonly #service: Remote<FeedService>;
  /** Whether the worker has come up. False: its script does not load, so that nothing is ever answered or written. */
  readonly #begun: Promise<boolean>;
  #closed: Promise<void> | undefined;
  readonly #left: Promise<void>;
  #leave!: () => void;

  constructor(memory: PageMemory, events: FeedClientEvents) {
    this.#memory = memory;
    this.#worker = spawnFeedWorker(`ticklane-feed-${++feeds}`);
    this.#block = new FeedBlockReader(memory);
    this.#service = wrap<FeedService>(this.#worker);
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
    const start = { memory: memory.memory, byteLength: memory.byteLength, block: this.#block.address };
    const heard = (event: FeedEvent) => {
      if (this.quiet) return;
      if (event.type === 'status') events.status(event.status, event.reason);
      else events.problem(event.problem);
    };
    this.#begun = new Promise((resolve) => {
      void this.#service.begin(start, proxy(heard)).then(() => resolve(true));
      // an exception later on changes nothing: the worker goes on, and must be asked before a lane is freed
      this.#worker.addEventListener('error', (event) => {
        event.preventDefault();
        const reason = event.message || 'its script did not load (does worker-src of the CSP allow blob:?)';
        events.problem({ code: 'environment', message: `the feed's worker failed: ${reason}`, count: 1 });
        resolve(false);
      });
    });
    void this.#begun.then((begun) => begun || events.status('failed'));
  }

  /** Counters as last published by the worker. */
  get counters(): Record<FeedCounter, number> {
    return this.#block.read();
  }

  /** Connects with these settings, ending a former connection; widgets stay subscribed. */
  connect(settings: FeedSettings): void {
    void this.#service.connect(settings);
  }

  disconnect(): void {
    void this.#service.disconnect();
  }

  pause(paused: boolean): void {
    void this.#service.pause(paused);
  }

  /** Resolves when ticks of the symbols go to the lane: of the first as its leg 0, and so on. */
  subscribe(symbols: string | readonly string[], lane: Lane): Promise<void> {
    return this.#ask(() => this.#service.subscribe(...this.#handovers(symbols, lane)));
  }

  /** Resolves when the old lane gets nothing any more and the new one everything since. */
  replace(old: Lane, symbols: string | readonly string[], lane: Lane): Promise<void> {
    return this.#ask(() => this.#service.replace(old.address, ...this.#handovers(symbols, lane)));
  }

  /** Resolves when the worker does not know the lane any more: it may be freed. */
  unsubscribe(lane: Lane): Promise<void> {
    return this.#closed ?? this.#ask(() => this.#service.unsubscribe(lane.address));
  }

  /**
   * Has the worker fetch bars and write them into the block, which belongs to it until this settles. Rejects where there is no
   * history, with words for people (which the feed has reported as a problem), and once the feed disconnects, connects anew or
   * leaves.
   */
  async history(request: HistoryRequest, { address }: HistoryBlock): Promise<HistoryAnswer> {
    if (!this.#closed && (await this.#begun)) {
      const handover = { ...request, address, byteLength: this.#memory.byteLength };
      // a worker that is ended leaves its last calls without an answer
      const answer = await Promise.race([this.#service.history(handover), this.#left]);
      if (answer) return answer;
    }
    throw new Error("no history: the feed's worker does not run");
  }

  /** Ends the connection and the worker. Resolves when nothing of it writes any more, and its block is freed. */
  close(): Promise<void> {
    this.#closed ??= (async () => {
      // an answered disconnect has closed the socket and stopped every timer: nothing writes after it
      await this.#ask(() => this.#service.disconnect());
      this.#leave();
      this.#service[releaseProxy]();
      this.#worker.terminate();
      this.#block.free();
    })();
    return this.#closed;
  }

  /** Calls a worker that answers. */
  async #ask(call: () => Promise<void>): Promise<void> {
    if (await this.#begun) await call();
  }

  #handovers(symbols: string | readonly string[], { address }: Lane): LaneHandover[] {
    const { byteLength } = this.#memory;
    return [symbols].flat().map((symbol, leg) => ({ address, symbol, leg, byteLength }));
  }
}

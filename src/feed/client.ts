import { proxy, type Remote, releaseProxy, transfer } from 'comlink';
import { unloaded } from '../assets/unloaded.js';
import type { Instrument } from '../market/instrument.js';
import type { Sent } from '../memory/batch-port.js';
import { FeedBlockReader, type FeedCounter } from '../memory/feed-block.js';
import type { HistoryBlock } from '../memory/history.js';
import type { Lane } from '../memory/lane.js';
import type { PageMemory } from '../memory/page-memory.js';
import type { TickInlet } from '../memory/tick-inlet.js';
import { steadyRemote } from '../remote/steady-remote.js';
import type { MarketTableHandle } from '../table/handle.js';
import { QuoteTable } from '../table/quote-table.js';
import type { TableQuote } from '../table/table-quote.js';
import type { HistoryRequest } from './history-request.js';
import { partAddress } from './part-address.js';
import type {
  ConnectAttempt,
  ConnectDetails,
  FeedEvent,
  FeedGap,
  FeedProblem,
  FeedService,
  FeedSettings,
  FeedStart,
  FeedStatus,
  HistoryAnswer,
  LaneHandover,
  PushedTick,
} from './protocol.js';
import { QuoteCopies } from './quote-copies.js';
import { spawnFeedWorker } from './spawn.js';
import { venueAddress } from './venue-address.js';

/** What a feed tells its element. */
export interface FeedClientEvents {
  status(status: FeedStatus, reason?: string): void;
  problem(problem: FeedProblem): void;
  gap?(gap: FeedGap): void;
  instruments?(instruments: readonly Instrument[]): void;
  /** Asked before every attempt of settings that are `prepared`. */
  prepare?(attempt: ConnectAttempt): Promise<ConnectDetails | undefined>;
}

/** A worker that has not come up by then is given up, and another one started, so many times. */
const START_MS = 4_000;
const STARTS = 3;

let feeds = 0;

/** The main thread's side of one feed: owns its worker and its counters. Control only; ticks never pass here. */
export class FeedClient {
  /** Tells nothing any more, though the worker may still have something to say: its element has left. */
  quiet = false;
  readonly #memory: PageMemory;
  readonly #block: FeedBlockReader;
  readonly #events: FeedClientEvents;
  #worker!: Worker;
  #service!: Remote<FeedService>;
  /** Whether the worker has come up. False: its script does not load, so that nothing is ever answered or written. */
  readonly #begun: Promise<boolean>;
  readonly #tableLimit: number | undefined;
  #table: { readonly handle: MarketTableHandle; readonly reader: QuoteTable } | undefined;
  readonly #quotes = new QuoteCopies();
  /** The ways to hosts that ticks go to by message. */
  readonly #channels = new Map<TickInlet, Promise<number>>();
  #closed: Promise<void> | undefined;
  /** Grows with every connect and disconnect, so that a venue's code that comes late finds itself late. */
  #turn = 0;
  /** The last `connect`: no request for bars overtakes it. */
  #connected: Promise<void> = Promise.resolve();
  readonly #left: Promise<void>;
  #leave!: () => void;

  /** `tableLimit`: most bytes of the market table. */
  constructor(memory: PageMemory, events: FeedClientEvents, tableLimit?: number) {
    this.#memory = memory;
    this.#tableLimit = tableLimit;
    this.#events = events;
    this.#block = new FeedBlockReader(memory);
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
    this.#begun = this.#begin();
    void this.#begun.then((begun) => begun || this.quiet || events.status('failed'));
  }

  /** Counters as last published by the worker. */
  get counters(): Record<FeedCounter, number> {
    return this.#block.read();
  }

  /** What other threads open; undefined before the worker has come up, and without one. */
  get table(): MarketTableHandle | undefined {
    return this.#table?.handle;
  }

  /** The newest of a symbol; undefined where none has come. */
  quote(symbol: string): TableQuote | undefined {
    return this.#memory.shared ? this.#table?.reader.quote(symbol) : this.#quotes.quote(symbol);
  }

  /** Connects with these settings, ending a former connection; widgets stay subscribed. */
  connect(settings: FeedSettings): Promise<void> {
    this.#connected = this.#connect(settings);
    return this.#connected;
  }

  async #connect(settings: FeedSettings): Promise<void> {
    const turn = ++this.#turn;
    const fail = (message: string) => {
      if (turn !== this.#turn || this.quiet) return;
      this.#problem(message);
      this.#events.status('failed', message);
    };
    let codec: string | undefined;
    try {
      codec = settings.codec ?? (await venueAddress(settings.format));
    } catch (error) {
      return fail(`the code of format "${settings.format}" does not load: ${(error as Error).message}`);
    }
    if (!(await this.#begun)) return fail("the feed's worker does not run");
    if (turn === this.#turn) await this.#service.connect({ ...settings, codec });
  }

  disconnect(): void {
    this.#turn++;
    void this.#ask(() => this.#service.disconnect());
  }

  pause(paused: boolean): void {
    void this.#ask(() => this.#service.pause(paused));
  }

  /** The page goes to sleep, or is back. */
  sleep(asleep: boolean): void {
    void this.#ask(() => this.#service.sleep(asleep));
  }

  /** The network is back. Not every browser tells a worker so. */
  wake(): void {
    this.sleep(false);
  }

  /** Hands over ticks of the page's own. */
  push(ticks: readonly PushedTick[]): void {
    // what cannot be copied to another thread is the page's mistake, as other ticks that are none
    this.#ask(() => this.#service.push(ticks)).catch((error: Error) => {
      if (!this.quiet) this.#events.problem({ code: 'message', message: `push: ${error.message}`, count: 1 });
    });
  }

  /** Resolves when ticks of the symbols go to the lane: of the first as its leg 0, and so on. `held`: they wait until `resume`. */
  subscribe(symbols: string | readonly string[], lane: Lane, held = false): Promise<void> {
    return this.#ask(() => this.#service.subscribe(...this.#handovers(symbols, lane, held)));
  }

  /**
   * Resolves when the old lane gets nothing any more and the new one everything since; with what of the old one's went by message. `held`:
   * what the new one gets waits until `resume`.
   */
  replace(old: Lane, symbols: string | readonly string[], lane: Lane, held = false): Promise<Sent | undefined> {
    return this.#ask(() => this.#service.replace(old.address, ...this.#handovers(symbols, lane, held)));
  }

  /** The lane's ticks wait from now on; resolves with what went by message before. */
  hold(lane: Lane): Promise<Sent | undefined> {
    return this.#ask(() => this.#service.hold(lane.address));
  }

  /** They go there from now on, those that waited first; without an inlet into the lane's ring. */
  async resume(lane: Lane, inlet: TickInlet | undefined): Promise<void> {
    const channel = inlet ? await this.#channel(inlet) : 0;
    await this.#ask(() => this.#service.resume(lane.address, channel, this.#memory.byteLength));
  }

  #channel(inlet: TickInlet): Promise<number> {
    let channel = this.#channels.get(inlet);
    if (!channel) {
      const { number, port } = inlet.connect();
      channel = this.#ask(() => this.#service.attach(number, transfer(port, [port]), inlet.single)).then(() => number);
      this.#channels.set(inlet, channel);
      channel.catch(() => this.#channels.delete(inlet)); // the next one tries again
      inlet.ended.then(() => {
        this.#channels.delete(inlet);
        if (!this.#closed) void this.#ask(() => this.#service.detach(number));
      });
    }
    return channel;
  }

  /** Resolves when the worker does not know the lane any more: it may be freed. */
  async unsubscribe(lane: Lane): Promise<void> {
    await (this.#closed ?? this.#ask(() => this.#service.unsubscribe(lane.address)));
  }

  /**
   * Has the worker fetch bars and write them into the block, which belongs to it until this settles. Rejects where there is no
   * history, with words for people (which the feed has reported as a problem), and once the feed disconnects, connects anew or
   * leaves.
   */
  async history(request: HistoryRequest, { address }: HistoryBlock): Promise<HistoryAnswer> {
    if (!this.#closed && (await this.#begun)) {
      const ask = async () => {
        await this.#connected;
        if (this.#closed) return undefined;
        return this.#service.history({ ...request, address, byteLength: this.#memory.byteLength });
      };
      // a worker that is ended leaves its last calls without an answer
      const answer = await Promise.race([ask(), this.#left]);
      if (answer?.block) new Uint8Array(this.#memory.memory.buffer).set(new Uint8Array(answer.block), address);
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
      if (await this.#begun) {
        this.#service[releaseProxy]();
        this.#worker.terminate();
      }
      this.#block.free();
    })();
    return this.#closed;
  }

  /** Starts the worker; once more where it does not come up. False: it cannot. */
  async #begin(): Promise<boolean> {
    const { memory, byteLength, shared } = this.#memory;
    for (let start = 1; start <= STARTS; start++) {
      const worker = this.#spawn();
      if (!worker) return false;
      const service = steadyRemote<FeedService>(worker);
      const block = this.#block.address;
      const outcome = await this.#start(worker, service, {
        ...(shared && { memory }),
        byteLength,
        block,
        ...(this.#tableLimit !== undefined && { tableLimit: this.#tableLimit }),
      });
      if (outcome === true) {
        this.#worker = worker;
        this.#service = service;
        return true;
      }
      worker.terminate();
      service[releaseProxy]();
      const message =
        outcome || `the feed's worker did not start within ${START_MS} ms (attempt ${start} of ${STARTS})`;
      this.#problem(message);
      if (outcome) return false;
    }
    return false;
  }

  #spawn(): Worker | undefined {
    try {
      return spawnFeedWorker(`ticklane-feed-${++feeds}`);
    } catch (error) {
      this.#problem(`the feed's worker cannot be made: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** True: it has come up. A text: why it never will. Empty: nothing was heard of it in time. */
  #start(worker: Worker, service: Remote<FeedService>, start: FeedStart): Promise<true | string> {
    const events = this.#events;
    const heard = (event: FeedEvent) => {
      if (this.quiet) return;
      if (event.type === 'status') events.status(event.status, event.reason);
      else if (event.type === 'problem') events.problem(event.problem);
      else if (event.type === 'gap') events.gap?.(event.gap);
      else if (event.type === 'counters') this.#memory.i32.set(event.block, this.#block.address >> 2);
      else if (event.type === 'quotes') this.#quotes.take(event.names, event.places, event.values);
      else events.instruments?.(event.instruments);
    };
    const prepare = async (attempt: ConnectAttempt) => events.prepare?.(attempt);
    return new Promise((resolve) => {
      // a page that was busy for so long hears the answer before this timer's second half
      setTimeout(() => setTimeout(() => resolve(''), START_MS / 2), START_MS / 2);
      void service.begin(start, proxy(heard), proxy(prepare), proxy(partAddress)).then(
        ({ table }) => {
          if (table) this.#table = { handle: table, reader: new QuoteTable(table) };
          resolve(true);
        },
        (error: Error) => resolve(`the feed's worker failed: ${error.message}`),
      );
      // an exception later on changes nothing: the worker goes on, and must be asked before a lane is freed
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        const reason = event.message || unloaded();
        const message = `the feed's worker failed: ${reason}`;
        if (worker === this.#worker) this.#problem(message);
        resolve(message);
      });
    });
  }

  #problem(message: string): void {
    if (!this.quiet) this.#events.problem({ code: 'environment', message, count: 1 });
  }

  /** Calls a worker that answers. */
  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    return (await this.#begun) ? call() : undefined;
  }

  #handovers(symbols: string | readonly string[], { address }: Lane, held: boolean): LaneHandover[] {
    const { byteLength } = this.#memory;
    return [symbols].flat().map((symbol, leg) => ({ address, symbol, leg, byteLength, held }));
  }
}

import type { FeedClient } from '../../feed/client.js';
import type { Bar } from '../../market/bar.js';
import { BarReader } from '../../memory/bar-reader.js';
import type { HistoryAddress } from '../../memory/history.js';
import { createTickerLane, type Lane, setPreviousClose } from '../../memory/lane.js';
import { LANE, SLOT } from '../../memory/layout.js';
import { SignalReader, type TakenSignal } from '../../memory/signal-reader.js';
import { SlotReader } from '../../memory/slot-reader.js';
import { createZone } from '../../memory/zone.js';
import { createLaneHost } from '../../runtime/create-host.js';
import type { Host } from '../../runtime/host.js';
import type { PageRuntime } from '../../runtime/page.js';
import type { HostOwner, Passenger } from '../../runtime/seat.js';
import { zoneStretches } from '../shared/time-zone.js';
import { joins, LaneHistory } from './lane-history.js';
import { type LaneAccount, sameLane, type TickerRequest } from './ticker-request.js';

/** What a subscription tells its widget. */
export interface TickerSubscriptionEvents {
  /** A lane cannot be had, or no kernel runs; nothing: another one could be had. */
  failed(error?: Error): void;
  /** Alerts that fired, each once and in order, with the request whose plan they are of. */
  signalled(signals: readonly TakenSignal[], request: TickerRequest): void;
  /** Another lane is in use. */
  changed(request: TickerRequest): void;
}

/** A lane with the zone table that it alone uses. */
interface Holding {
  readonly lane: Lane;
  readonly zone: number;
  readonly request: TickerRequest;
  readonly reader: SlotReader;
  readonly signals: SignalReader;
  bars?: BarReader;
}

/** Cells of a ring where alerts look at every tick: 160 ms of 100,000 ticks a second, none of them merged. */
const ALERT_CAPACITY = 16_384;
/** Of one of many lanes: two seconds of a busy symbol, in half the memory. */
const SMALL_CAPACITY = 128;
/** Where a slot reader has it. */
const LIVE = (SLOT.LIVE - SLOT.VALUES) >> 3;

/**
 * The joint of feed and runtime for one widget: makes its lane, starts its host, has the feed write to it, and takes all of it
 * back. Feed and host know nothing of each other; both only know the lane. Main thread.
 */
export class TickerSubscription {
  readonly #runtime: PageRuntime;
  readonly #feed: FeedClient;
  readonly #events: TickerSubscriptionEvents;
  readonly #passenger: Passenger;
  #host: Host;
  #held: Holding | undefined;
  #request: TickerRequest;
  #closing: Promise<void> | undefined;
  /** The last of the changes, made one after another. */
  #work: Promise<void>;
  #queued = false;
  /** What was asked for last could not be had. */
  #refused = false;
  #source = '';
  readonly #history: LaneHistory;
  /** Settles when it has been closed. */
  readonly closed: Promise<void>;
  #left!: () => void;

  /** `owner`: says where its kernel runs. */
  constructor(
    runtime: PageRuntime,
    feed: FeedClient,
    request: TickerRequest,
    events: TickerSubscriptionEvents,
    owner: HostOwner,
  ) {
    this.#runtime = runtime;
    this.#feed = feed;
    this.#events = events;
    this.#request = request;
    this.closed = new Promise((resolve) => {
      this.#left = resolve;
    });
    this.#passenger = {
      owner,
      failed: (error) => this.#fail(error),
      signalled: () => this.#take(this.#held),
      lost: () => this.#enqueue(() => this.#renew()),
    };
    this.#host = createLaneHost(runtime, this.#passenger);
    this.#history = new LaneHistory(feed, runtime.memory, {
      live: (asked) => this.#live(asked),
      join: (asked, address) => this.#join(asked, address),
      failed: (error) => {
        this.#refused = true;
        this.#fail(error);
      },
    });
    this.#work = this.#begin().catch((error) => this.#fail(error));
  }

  /** Reads the lane's slot; another one after each change of lanes. */
  get reader(): SlotReader | undefined {
    return this.#held?.reader;
  }

  /** What the lane that `reader` reads was made for: older than the last `update` while a change is under way. */
  get request(): TickerRequest | undefined {
    return this.#held?.request;
  }

  get lane(): LaneAccount | undefined {
    if (!this.#held) return undefined;
    const { address, bytes } = this.#held.lane;
    return { address, bytes, host: this.#host.kind, worker: this.#host.name };
  }

  /** The newest bars, oldest first, the forming one last; none where the plan steps on ticks. */
  bars(count: number): Bar[] {
    const held = this.#held;
    if (!held?.request.interval) return [];
    // a slot reader of its own: the other one tells what was not painted yet
    held.bars ??= new BarReader(this.#runtime.memory, held.lane, new SlotReader(this.#runtime.memory, held.lane));
    const { time, open, high, low, close, volume } = held.bars.read(count);
    const at = (column: Float64Array, index: number) => column[index] as number;
    return Array.from(time, (start, index) =>
      Object.freeze({
        time: start,
        open: at(open, index),
        high: at(high, index),
        low: at(low, index),
        close: at(close, index),
        volume: at(volume, index),
      }),
    );
  }

  /**
   * Changes what is asked for; several calls in one task make one change. The same symbol keeps its figures, bars and alerts, and
   * its old plan publishes until the new one takes over; another symbol starts afresh.
   */
  update(request: TickerRequest): void {
    this.#request = request;
    if (this.#queued || this.#closing) return;
    this.#queued = true;
    this.#enqueue(() => {
      this.#queued = false;
      return this.#change();
    });
  }

  /**
   * Fetches the bars before the live ones where there are any, once for each symbol and interval; after a failure once more for
   * each new `source`. The feed tells what went wrong. `source`: names the template and the connection; empty: there is no history.
   */
  loadHistory(source: string): void {
    this.#source = source;
    if (!this.#closing) this.#history.load(source, this.#request);
  }

  /** Goes over to a host as its owner wants one by now, with everything that it knows. No tick is lost: they wait meanwhile. */
  move(): Promise<void> {
    this.#enqueue(() => this.#move());
    return this.#work;
  }

  /** Ends it; resolves when lane and worker are freed. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error) => this.#fail(error));
  }

  #hold(request: TickerRequest): Holding {
    const { memory } = this.#runtime;
    const { compiled, ...rest } = request;
    const stretches = zoneStretches(request.timeZone);
    let zone = 0;
    try {
      if (stretches.length) zone = createZone(memory, stretches);
      const lane = createTickerLane(memory, {
        ...rest,
        legs: request.legs.length,
        plan: compiled.plan,
        host: this.#host.block.address,
        zone,
        ...(this.#passenger.owner.many && { capacity: SMALL_CAPACITY }),
        ...(compiled.alerts.length > 0 && { capacity: ALERT_CAPACITY }),
      });
      this.#runtime.lanes++;
      return { lane, zone, request, reader: new SlotReader(memory, lane), signals: new SignalReader(memory, lane) };
    } catch (error) {
      if (zone) memory.free(zone);
      this.#refused = true;
      throw error;
    }
  }

  /** Gives a lane back. Only once neither feed nor host know it. */
  #release({ lane, zone }: Holding): void {
    this.#runtime.memory.free(lane.address);
    if (zone) this.#runtime.memory.free(zone);
    this.#runtime.lanes--;
  }

  /** Hands on what fired. */
  #take(held: Holding | undefined): void {
    // what fires while it is being ended is of no interest any more
    const signals = this.#closing ? [] : held?.signals.take();
    if (held && signals?.length) this.#events.signalled(signals, held.request);
  }

  async #begin(): Promise<void> {
    const request = this.#request;
    const held = this.#hold(request);
    this.#held = held;
    this.#accept();
    this.#events.changed(request);
    const host = this.#host;
    const started = host.take(held.lane);
    // alerts miss no tick: none comes before somebody takes it
    if (request.compiled.alerts.length > 0) await started;
    await Promise.all([started, this.#feed.subscribe(request.legs, held.lane, host.apart)]);
    if (host.apart) await this.#resume(held.lane);
    if (!this.#closing && this.#request !== request) await this.#change();
  }

  /** Makes the lane what is asked for. `history`: address of bars that go before its own; then it is another lane in any case. */
  async #change(history = 0): Promise<void> {
    const { memory } = this.#runtime;
    const old = this.#held;
    const request = this.#request;
    if (this.#closing) return;
    // what was asked for first could not be had
    if (!old) return this.#begin();
    if (!history && sameLane(old.request, request)) {
      setPreviousClose(memory, old.lane, request.previousClose);
      this.#host.tell(old.lane.address + LANE.PREVIOUS_CLOSE, 8);
      this.#accept();
      return;
    }
    const next = this.#hold(request);
    this.#accept();
    // from here on ticks wait in the new ring, and the old one gets its last drain
    const host = this.#host;
    const sent = await this.#feed.replace(old.lane, request.legs, next.lane, host.apart);
    try {
      await host.change(old.lane, next.lane, old.request.symbol === request.symbol, history, sent);
      if (host.apart) await this.#resume(next.lane);
    } finally {
      // a host that gave up is surely dead: the old lane is nobody's either way
      this.#held = next;
      this.#take(old);
      this.#release(old);
    }
    this.#events.changed(request);
    this.#take(next);
    this.loadHistory(this.#source);
  }

  async #move(): Promise<void> {
    const held = this.#held;
    const old = this.#host;
    if (this.#closing || !held) return;
    const sent = await this.#feed.hold(held.lane);
    await old.stop(true, sent);
    old.free();
    const host = createLaneHost(this.#runtime, this.#passenger);
    this.#host = host;
    Atomics.store(this.#runtime.memory.i32, (held.lane.address + LANE.HOST) >> 2, host.block.address);
    await host.take(held.lane);
    await this.#resume(held.lane);
  }

  /** Ticks go to the lane's host from now on, those that waited first. */
  async #resume(lane: Lane): Promise<void> {
    const { apart, inlet } = this.#host;
    // one without a way in has died: `lost` comes next
    if (!apart || inlet) await this.#feed.resume(lane, inlet);
  }

  /** What its kernel knew is gone: a lane that knows nothing takes its place. */
  async #renew(): Promise<void> {
    const old = this.#held;
    if (this.#closing || !old) return;
    const next = this.#hold(this.#request);
    await this.#feed.replace(old.lane, next.request.legs, next.lane, true);
    this.#held = next;
    this.#release(old);
    await this.#host.take(next.lane);
    await this.#resume(next.lane);
    this.#events.changed(next.request);
    this.#history.again();
    this.loadHistory(this.#source);
  }

  /** Bars of history go before the lane's own; whoever asked for something else meanwhile gets that first, and its own history. */
  #join(asked: TickerRequest, history: HistoryAddress): Promise<void> {
    const work = this.#work.then(async () => {
      const { request } = this;
      if (!request) throw new RangeError('there is no lane');
      if (joins(asked, request) && joins(asked, this.#request)) await this.#change(history);
    });
    // where there is no lane that has been told
    this.#work = work.catch((error) => this.#held && this.#fail(error));
    return work;
  }

  /** Start of the first live bar of the lane in use, where it has the bars that were asked for. */
  #live(asked: TickerRequest): number {
    const held = this.#held;
    if (!held || !joins(asked, held.request)) return Number.NaN;
    // a slot reader of its own: the other one tells what was not painted yet
    const reader = new SlotReader(this.#runtime.memory, held.lane);
    return reader.read() ? (reader.values[LIVE] as number) : Number.NaN;
  }

  async #close(): Promise<void> {
    this.#history.close();
    this.#take(this.#held);
    await this.#work;
    const held = this.#held;
    this.#held = undefined;
    try {
      // both let go of the lane before it is freed, and of the bell that the feed rings
      await Promise.all([held && this.#feed.unsubscribe(held.lane), this.#host.stop()]);
      this.#host.free();
      if (held) this.#release(held);
    } finally {
      this.#left();
    }
  }

  /** What was asked for could be had; what could not before is forgotten. */
  #accept(): void {
    if (this.#refused) this.#events.failed();
    this.#refused = false;
  }

  #fail(error: unknown): void {
    this.#events.failed(error instanceof Error ? error : new Error(String(error)));
  }
}

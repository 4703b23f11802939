import type { FeedClient } from '../../feed/client.js';
import { createTickerLane, type Lane, setPreviousClose } from '../../memory/lane.js';
import { SlotReader } from '../../memory/slot-reader.js';
import { createZone } from '../../memory/zone.js';
import { DedicatedHost } from '../../runtime/dedicated-host.js';
import type { Host, HostKind } from '../../runtime/host.js';
import type { PageRuntime } from '../../runtime/page.js';
import { zoneStretches } from '../shared/time-zone.js';

/** What a widget wants of its feed. */
export interface TickerRequest {
  readonly symbol: string;
  /** The plan: periods of moving averages, in output order. */
  readonly periods: readonly number[];
  /** Milliseconds per point of the trail; 0: one point per step. */
  readonly bucket: number;
  /** What `change` is against; NaN: the session's open. */
  readonly previousClose: number;
  /** IANA name of the zone whose midnight begins the session. */
  readonly timeZone: string;
}

/** Where a widget's kernel runs, for its `lane` property. */
export interface LaneAccount {
  readonly address: number;
  readonly bytes: number;
  readonly host: HostKind;
  readonly worker: string;
}

/** A lane with the zone table that it alone uses. */
interface Holding {
  readonly lane: Lane;
  readonly zone: number;
  readonly request: TickerRequest;
  readonly reader: SlotReader;
}

const samePlan = (a: TickerRequest, b: TickerRequest) =>
  a.symbol === b.symbol &&
  a.bucket === b.bucket &&
  a.timeZone === b.timeZone &&
  String(a.periods) === String(b.periods);

/**
 * The joint of feed and runtime for one widget: makes its lane, starts its host, has the feed write to it, and takes all of it
 * back. Feed and host know nothing of each other; both only know the lane. Main thread.
 */
export class TickerSubscription {
  readonly #runtime: PageRuntime;
  readonly #feed: FeedClient;
  readonly #failed: (error: Error) => void;
  readonly #host: Host;
  #held: Holding | undefined;
  #request: TickerRequest;
  #closing: Promise<void> | undefined;
  /** The last of the changes, made one after another. */
  #work: Promise<void>;
  #queued = false;

  /** `failed` hears of a lane that cannot be had or a kernel that does not run; the subscription is of no use after it. */
  constructor(runtime: PageRuntime, feed: FeedClient, request: TickerRequest, failed: (error: Error) => void) {
    this.#runtime = runtime;
    this.#feed = feed;
    this.#failed = failed;
    this.#request = request;
    this.#host = new DedicatedHost(runtime, failed);
    this.#work = this.#begin().catch((error) => this.#fail(error));
  }

  /** Reads the lane's slot; another one after each change of lanes. */
  get reader(): SlotReader | undefined {
    return this.#held?.reader;
  }

  /** Periods of the outputs that `reader` has now: older than the request while a change is under way. */
  get periods(): readonly number[] {
    return this.#held?.request.periods ?? [];
  }

  get lane(): LaneAccount | undefined {
    if (!this.#held) return undefined;
    const { address, bytes } = this.#held.lane;
    return { address, bytes, host: this.#host.kind, worker: this.#host.name };
  }

  /**
   * Changes what is asked for; several calls in one task make one change. The same symbol keeps its figures and history, and its
   * old plan publishes until the new one takes over; another symbol starts afresh.
   */
  update(request: TickerRequest): void {
    this.#request = request;
    if (this.#queued || this.#closing) return;
    this.#queued = true;
    this.#work = this.#work.then(() => {
      this.#queued = false;
      return this.#change().catch((error) => this.#fail(error));
    });
  }

  /** Ends it; resolves when lane and worker are freed. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #hold(request: TickerRequest): Holding {
    const { memory } = this.#runtime;
    const stretches = zoneStretches(request.timeZone);
    const zone = stretches.length ? createZone(memory, stretches) : 0;
    const lane = createTickerLane(memory, { ...request, host: this.#host.block.address, zone });
    this.#runtime.lanes++;
    return { lane, zone, request, reader: new SlotReader(memory, lane) };
  }

  /** Gives a lane back. Only once neither feed nor host know it. */
  #release({ lane, zone }: Holding): void {
    this.#runtime.memory.free(lane.address);
    if (zone) this.#runtime.memory.free(zone);
    this.#runtime.lanes--;
  }

  async #begin(): Promise<void> {
    const request = this.#request;
    const held = this.#hold(request);
    this.#held = held;
    await Promise.all([this.#host.take(held.lane), this.#feed.subscribe(request.symbol, held.lane)]);
    if (!this.#closing && this.#request !== request) await this.#change();
  }

  async #change(): Promise<void> {
    const { memory } = this.#runtime;
    const old = this.#held;
    const request = this.#request;
    if (!old || this.#closing) return;
    if (samePlan(old.request, request)) {
      setPreviousClose(memory, old.lane, request.previousClose);
      return;
    }
    const next = this.#hold(request);
    // from here on ticks wait in the new ring, and the old one gets its last drain
    await this.#feed.replace(old.lane, request.symbol, next.lane);
    try {
      await this.#host.change(old.lane, next.lane, old.request.symbol === request.symbol);
    } finally {
      // a host that gave up is surely dead: the old lane is nobody's either way
      this.#held = next;
      this.#release(old);
    }
  }

  async #close(): Promise<void> {
    await this.#work;
    const held = this.#held;
    this.#held = undefined;
    // both let go of the lane before it is freed
    await Promise.all([held && this.#feed.unsubscribe(held.lane), this.#host.stop()]);
    if (held) this.#release(held);
  }

  #fail(error: unknown): void {
    this.#failed(error instanceof Error ? error : new Error(String(error)));
  }
}

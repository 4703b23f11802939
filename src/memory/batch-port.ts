import { BATCH, TICK } from './layout.js';
import type { LaneAddress } from './page-memory.js';
import { TICK_NUMBERS } from './ring-writer.js';
import { HeldTicks, RinglessOutlet } from './tick-outlet.js';

/** From one message to the next: a frame. A timer of the worker's own, as a worker's frames stop when the page is hidden. */
const FRAME_MS = 16;
/** Buffers on their way at most: 32 MB. A host that is further behind gets merged ticks. */
const MOST_AWAY = 512;
/** The same for messages of one tick, which are told of by their number when they have been taken. */
const MOST_SINGLES_AWAY = 4096;
/** So many at a time. */
export const SINGLES_TAKEN = 256;
/** Empty buffers that are kept for the next frames. */
const MOST_KEPT = 64;
const ROOM = Math.floor((BATCH.BUFFER_BYTES - BATCH.TICKS) / BATCH.CELL_BYTES);
const [KIND, SYMBOL, LANE] = [TICK.KIND >> 2, TICK.SYMBOL >> 2, BATCH.LANE >> 2];

/** A tick that has been sent so far, for whoever waits until it has arrived. */
export interface Sent {
  /** The channel's number. */
  readonly channel: number;
  /** Messages that went through it. */
  readonly batches: number;
}

/** What a port needs to be. */
export type Channel = Pick<MessagePort, 'postMessage' | 'close'> & { onmessage: MessagePort['onmessage'] };

/**
 * The feed's end of its channel to one host: gathers the ticks of all lanes there in a buffer that is handed over once a frame, and comes
 * back empty. Where single ticks are sent, each goes at once in a message of its own. Feed worker.
 */
export class BatchPort {
  /** Messages sent so far. */
  batches = 0;
  readonly #number: number;
  readonly #channel: Channel;
  readonly #single: boolean;
  readonly #mostAway: number;
  readonly #told: (bytes: number) => void;
  readonly #kept: ArrayBuffer[] = [];
  readonly #held = new Map<LaneAddress, HeldTicks>();
  #buffer!: ArrayBuffer;
  #i32!: Int32Array;
  #f64!: Float64Array;
  #count = 0;
  #away = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent = Number.NEGATIVE_INFINITY;

  /** `told` hears of each message, by its bytes. */
  constructor(number: number, channel: Channel, single: boolean, told: (bytes: number) => void) {
    this.#told = told;
    this.#number = number;
    this.#channel = channel;
    this.#single = single;
    this.#mostAway = single ? MOST_SINGLES_AWAY : MOST_AWAY;
    channel.onmessage = ({ data }) => this.#back(data as ArrayBuffer | number);
    this.#open();
  }

  /** What was sent so far, with everything that waits. */
  settle(): Sent {
    this.#send(true);
    return { channel: this.#number, batches: this.batches };
  }

  /** Takes one tick for a lane; goes out with the frame. */
  write(lane: LaneAddress, tick: Float64Array, kind: number, leg: number, symbol: number): number {
    if (this.#away >= this.#mostAway) return this.#hold(lane, tick, kind, leg, symbol);
    if (this.#count === ROOM) this.#send(false);
    const cell = (BATCH.TICKS + this.#count * BATCH.CELL_BYTES) >> 2;
    const reals = cell >> 1;
    for (let number = 0; number < TICK_NUMBERS; number++) this.#f64[reals + number] = tick[number] as number;
    this.#i32[cell + KIND] = kind | (leg << 16);
    this.#i32[cell + SYMBOL] = symbol;
    this.#i32[cell + LANE] = lane;
    this.#count++;
    if (this.#single) this.#send(true);
    else if (this.#timer === undefined) this.#arm();
    return 0;
  }

  /** Sends one lane's ticks. */
  outlet(lane: LaneAddress): BatchOutlet {
    return new BatchOutlet(this, lane);
  }

  /** Forgets what waits for a lane. */
  forget(lane: LaneAddress): void {
    this.#held.delete(lane);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  #arm(): void {
    const wait = Math.max(0, this.#sent + FRAME_MS - performance.now());
    this.#timer = setTimeout(() => this.#send(true), wait);
  }

  #open(): void {
    this.#buffer = this.#kept.pop() ?? new ArrayBuffer(BATCH.BUFFER_BYTES);
    this.#i32 = new Int32Array(this.#buffer);
    this.#f64 = new Float64Array(this.#buffer);
    this.#count = 0;
  }

  #send(last: boolean): void {
    if (last) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#sent = performance.now();
    }
    if (this.#count === 0) return;
    this.#i32[BATCH.COUNT >> 2] = this.#count;
    this.#i32[BATCH.LAST >> 2] = last ? 1 : 0;
    this.batches++;
    const used = BATCH.TICKS + this.#count * BATCH.CELL_BYTES;
    this.#told(used);
    this.#away++;
    if (this.#single) {
      // one tick, copied: there is nothing to get back
      this.#channel.postMessage(this.#buffer.slice(0, used));
      this.#count = 0;
      return;
    }
    this.#channel.postMessage(this.#buffer, [this.#buffer]);
    this.#open();
  }

  /** Empty buffers, or how many single ticks were taken. */
  #back(taken: ArrayBuffer | number): void {
    this.#away -= typeof taken === 'number' ? taken : 1;
    if (typeof taken !== 'number' && this.#kept.length < MOST_KEPT) this.#kept.push(taken);
    if (this.#held.size === 0 || this.#away >= this.#mostAway / 2) return;
    const held = [...this.#held];
    this.#held.clear();
    for (const [lane, ticks] of held) ticks.moveTo(new BatchOutlet(this, lane));
  }

  /** The host does not keep up: its ticks wait here, merged. How many were. */
  #hold(lane: LaneAddress, tick: Float64Array, kind: number, leg: number, symbol: number): number {
    const ticks = this.#held.get(lane) ?? new HeldTicks(1);
    this.#held.set(lane, ticks);
    ticks.write(tick, kind, leg, symbol);
    return ticks.takeConflated();
  }
}

/** Sends one lane's ticks by message: what is written goes out with the port's frame. Feed worker. */
export class BatchOutlet extends RinglessOutlet {
  readonly port: BatchPort;
  readonly #lane: LaneAddress;

  constructor(port: BatchPort, lane: LaneAddress) {
    super();
    this.port = port;
    this.#lane = lane;
  }

  write(tick: Float64Array, kind: number, leg: number, symbol: number): void {
    this.touched = true;
    this.conflated += this.port.write(this.#lane, tick, kind, leg, symbol);
  }
}

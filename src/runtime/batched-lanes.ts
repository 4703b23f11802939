import { instantiateTicker, type TickerKernel } from '../kernels/instance.js';
import { type Sent, SINGLES_TAKEN } from '../memory/batch-port.js';
import { type BlockImage, imageOf, putImage } from '../memory/lane-image.js';
import { LaneMirror } from '../memory/lane-mirror.js';
import { BATCH, DRAINED, TICK } from '../memory/layout.js';
import { PatchWriter } from '../memory/patches.js';
import { RingWriter, TICK_NUMBERS } from '../memory/ring-writer.js';
import { Views } from '../memory/views.js';
import type { BatchedMessage, BatchedService } from './batched-service.js';
import type { LaneChange } from './kernel-service.js';
import { makeChange } from './lane-change.js';

const WASM_PAGE = 65_536;
/** Buffers with results that may be on their way: a page that is busy gets the newest of each lane when it has time. */
const MOST_AWAY = 2;

/** A lane that is served. */
interface Served {
  readonly lane: number;
  readonly ring: RingWriter;
  readonly mirror: LaneMirror;
  /** It got ticks of this batch. */
  touched: boolean;
  /** It has published something that the page was not sent. */
  changed: boolean;
}

/** One feed's way in. */
interface Inlet {
  batches: number;
  readonly waiting: { readonly batches: number; readonly arrived: () => void }[];
}

/** Where the messages go. */
export type Post = (message: BatchedMessage, transfer: Transferable[]) => void;

/**
 * Kernels over a memory that nobody else sees: takes ticks by message, drains, and posts what was published, once for each batch. Lanes stand
 * at the addresses that they have in the page's memory. One thread: a worker, or the page's own where no worker starts.
 */
export class BatchedLanes implements BatchedService {
  readonly #post: Post;
  /** Made when it opens: a worker of shared mode has one of these and never opens it, and a page has room for some 120 memories. */
  #views!: Views;
  #kernel!: TickerKernel;
  readonly #lanes = new Map<number, Served>();
  readonly #inlets = new Map<number, Inlet>();
  /** Lanes with ticks of the batch at hand, and those with something to send. */
  #touched: Served[] = [];
  #changed: Served[] = [];
  readonly #tick = new Float64Array(TICK_NUMBERS);
  readonly #buffers: ArrayBuffer[] = [];
  #away = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  async open(module: WebAssembly.Module): Promise<void> {
    this.#views = new Views(new WebAssembly.Memory({ initial: 2 }));
    this.#kernel = await instantiateTicker(module, this.#views.memory);
  }

  attach(channel: number, port: MessagePort): void {
    const inlet: Inlet = { batches: 0, waiting: [] };
    this.#inlets.set(channel, inlet);
    let singles = 0;
    port.onmessage = ({ data }) => {
      const buffer = data as ArrayBuffer;
      this.#take(buffer, inlet);
      if (buffer.byteLength === BATCH.BUFFER_BYTES) port.postMessage(buffer, [buffer]);
      else if (++singles === SINGLES_TAKEN) {
        // copies, which nobody wants back
        singles = 0;
        port.postMessage(SINGLES_TAKEN);
      }
    };
  }

  async bring(change: LaneChange, images: readonly BlockImage[], byteLength: number, after: Sent | undefined) {
    await this.#arrival(after);
    const { old, lane } = change;
    this.#reach(byteLength);
    const { memory, i32 } = this.#views;
    for (const image of images) putImage(memory, image);
    if (old) this.#lanes.delete(old);
    const failure = makeChange(this.#kernel, i32, change);
    if (failure) return { failure };
    this.#serve(lane);
    const [image] = images;
    // whatever was drained or taken over, the page has it before it hears of the change
    return image ? { failure, image: imageOf(memory, lane, image.content.byteLength) } : { failure };
  }

  async release(lane: number, after: Sent | undefined, bytes: number): Promise<BlockImage | undefined> {
    await this.#arrival(after);
    const served = this.#lanes.get(lane);
    this.#lanes.delete(lane);
    if (!served || !bytes) return undefined;
    return imageOf(this.#views.memory, lane, bytes);
  }

  put(image: BlockImage): void {
    putImage(this.#views.memory, image);
  }

  ping(): void {}

  /** A buffer with results has come back. */
  take(buffer: ArrayBuffer): void {
    this.#away--;
    this.#buffers.push(buffer);
    if (this.#changed.length > 0) this.#send();
  }

  /** Resolves when everything that was sent until then has been drained. */
  #arrival(sent: Sent | undefined): Promise<void> | undefined {
    const inlet = sent && this.#inlets.get(sent.channel);
    if (!inlet || inlet.batches >= sent.batches) return undefined;
    return new Promise((arrived) => inlet.waiting.push({ batches: sent.batches, arrived }));
  }

  /** Makes the memory as long as the page's: a page of it that nobody touches costs nothing. */
  #reach(byteLength: number): void {
    const { memory } = this.#views;
    const missing = byteLength - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.ceil(missing / WASM_PAGE));
    this.#views.renew(byteLength);
    for (const { ring } of this.#lanes.values()) ring.renew();
  }

  #serve(lane: number): void {
    const { memory, i32 } = this.#views;
    const ring = new RingWriter(this.#views, lane, memory.buffer.byteLength);
    const served = { lane, ring, mirror: new LaneMirror(i32, lane), touched: false, changed: false };
    this.#lanes.set(lane, served);
    // ticks that were waiting in its ring came along
    this.#drain(served);
    this.#flushChanged();
  }

  #take(buffer: ArrayBuffer, inlet: Inlet): void {
    const i32 = new Int32Array(buffer);
    const f64 = new Float64Array(buffer);
    const tick = this.#tick;
    const count = i32[BATCH.COUNT >> 2] as number;
    for (let index = 0, cell = BATCH.TICKS; index < count; index++, cell += BATCH.CELL_BYTES) {
      const served = this.#lanes.get(i32[(cell + BATCH.LANE) >> 2] as number);
      // of a lane that has left
      if (!served) continue;
      for (let number = 0; number < TICK_NUMBERS; number++) tick[number] = f64[(cell >> 3) + number] as number;
      const word = i32[(cell + TICK.KIND) >> 2] as number;
      if (!served.touched) {
        served.touched = true;
        this.#touched.push(served);
      }
      if (served.ring.full) this.#drain(served);
      served.ring.write(tick, word & 0xffff, word >>> 16, i32[(cell + TICK.SYMBOL) >> 2] as number);
    }
    for (const served of this.#touched) {
      served.touched = false;
      this.#drain(served);
    }
    this.#touched.length = 0;
    inlet.batches++;
    if (i32[BATCH.LAST >> 2] === 1) this.#flushChanged();
    if (inlet.waiting.length > 0) this.#tell(inlet);
  }

  #tell(inlet: Inlet): void {
    for (const wait of inlet.waiting.splice(0)) {
      if (wait.batches <= inlet.batches) wait.arrived();
      else inlet.waiting.push(wait);
    }
  }

  #drain(served: Served): void {
    served.ring.flush();
    try {
      let drained = 0;
      do {
        drained = this.#kernel.drain(served.lane);
        if (drained && !served.changed) {
          served.changed = true;
          this.#changed.push(served);
        }
      } while (drained & DRAINED.MORE);
    } catch (error) {
      this.#lanes.delete(served.lane);
      this.#post({ ticklane: 'trap', lane: served.lane, message: String(error) }, []);
    }
  }

  #flushChanged(): void {
    if (this.#changed.length > 0 && this.#away < MOST_AWAY) this.#send();
  }

  #send(): void {
    const from = performance.now();
    const patches = new PatchWriter(this.#buffers.pop());
    const fired: number[] = [];
    const { i32 } = this.#views;
    for (const served of this.#changed) {
      served.changed = false;
      if (this.#lanes.get(served.lane) !== served) continue;
      if (served.mirror.write(i32, patches)) fired.push(served.lane);
    }
    this.#changed.length = 0;
    const { buffer, used } = patches;
    if (used === 0) {
      this.#buffers.push(buffer);
      return;
    }
    this.#away++;
    this.#post({ ticklane: 'results', buffer, used, fired, spent: performance.now() - from }, [buffer]);
  }
}

import { instantiateTicker, type TickerKernel } from '../kernels/instance.js';
import { HostBlock } from '../memory/host-block.js';
import { DRAINED, HOST, PAGE, REASON } from '../memory/layout.js';
import { canWaitAsync } from '../memory/parking.js';
import type { LaneChange } from './kernel-service.js';
import { makeChange } from './lane-change.js';
import { LaneRota } from './lane-rota.js';
import type { PageRuntime } from './page.js';
import type { Passenger, Seat, SharedHost } from './seat.js';

/** Milliseconds of a frame that lanes are drained at most. */
const TURN_MS = 3;
/** From one turn to the next: a frame. */
const FRAME_MS = 16;
/** Where the main thread cannot wait for a bell without blocking it looks again after so long. */
const LOOK_MS = 50;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Kernels on the main thread, for pages where no worker starts: the lanes of its rota are drained once a frame at most, for a few milliseconds,
 * also while the page is hidden, as alerts go on. Everything works, and competes with the page.
 */
export class InlineHost implements SharedHost {
  readonly kind = 'inline';
  readonly name = '';
  readonly gone = false;
  readonly block: HostBlock;
  readonly seats = new Set<Seat>();
  readonly #runtime: PageRuntime;
  readonly #ready: Promise<{ readonly kernel: TickerKernel; readonly rota: LaneRota }>;
  #stopped = false;

  constructor(runtime: PageRuntime) {
    this.#runtime = runtime;
    this.block = new HostBlock(runtime.memory, PAGE.HOST_COUNT - 1);
    this.#ready = this.#begin();
    this.#ready.then(
      ({ rota }) => this.#work(rota).catch(reportError),
      () => {}, // there is no kernel: whoever wants a lane of it is told
    );
  }

  async changeLanes(change: LaneChange): Promise<void> {
    // without a kernel it never had the lane that goes
    const ready = await (change.lane ? this.#ready : this.#ready.catch(() => undefined));
    if (!ready) return;
    const { kernel, rota } = ready;
    if (change.old) rota.remove(change.old);
    const failure = makeChange(kernel, this.#runtime.memory.i32, change);
    if (failure) throw new Error(failure);
    if (change.lane) rota.add(change.lane);
    this.#runtime.parking.wake();
    this.block.ring();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#ready.catch(() => {}); // whoever wanted a lane of it has been told
    this.block.ring(); // the loop ends where it sleeps
  }

  #passenger(lane: number): Passenger | undefined {
    for (const seat of this.seats) if (seat.address === lane) return seat.passenger;
    return undefined;
  }

  async #begin() {
    const { memory, module } = this.#runtime;
    const kernel = await instantiateTicker(await module, memory.memory);
    return { kernel, rota: new LaneRota(kernel, memory.i32, this.block.address) };
  }

  async #work(rota: LaneRota): Promise<void> {
    while (!this.#stopped) {
      const drained = rota.turn(TURN_MS);
      if (drained & REASON.SIGNAL) for (const lane of rota.takeSignalled()) this.#passenger(lane)?.signalled();
      if (drained & REASON.NUDGE) this.#runtime.parking.wake();
      for (const { lane, message } of rota.takeTrapped()) {
        this.#passenger(lane)?.failed(new Error(`the lane's kernel traps: ${message}`));
      }
      await after(FRAME_MS);
      if (!(drained & DRAINED.MORE) && !this.#stopped) await this.#sleep(rota.bell);
    }
  }

  async #sleep(seen: number): Promise<void> {
    if (!canWaitAsync) return after(LOOK_MS);
    const { i32 } = this.#runtime.memory;
    const { address } = this.block;
    const sleeping = (address + HOST.SLEEPING) >> 2;
    Atomics.store(i32, sleeping, 1);
    const wait = Atomics.waitAsync(i32, (address + HOST.BELL) >> 2, seen);
    if (wait.async) await wait.value;
    if (!this.#stopped) Atomics.store(i32, sleeping, 0);
  }
}

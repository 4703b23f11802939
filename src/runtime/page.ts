import { compileTicker, instantiateTicker } from '../kernels/ticker.js';
import { PageMemory } from '../memory/page-memory.js';
import { Parking } from '../memory/parking.js';
import { Crowd } from './crowd.js';
import { Pool } from './pool.js';

/** How often hosts are looked at. */
const CHECK_MS = 500;
/** Workers that may be starting at a time: a thousand at once would all be late, and each is given four seconds. */
const STARTS_AT_A_TIME = 16;
/** Workers that are made in one task: making one takes a millisecond or two, and frames must come in between. */
const STARTS_IN_A_TASK = 4;

/** What the watch looks at. */
interface Watched {
  check(now: number): void;
}

const anotherTask = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Why kernels cannot run on this page in any way, in words for its engineer; undefined where they can. */
export function whyNotAtAll(): string | undefined {
  return globalThis.WebAssembly ? undefined : 'the page has no WebAssembly';
}

/** Why threads cannot share memory on this page, in words for its engineer; undefined where they can. */
export function whyNotShared(): string | undefined {
  if (globalThis.crossOriginIsolated) return undefined;
  if (!globalThis.isSecureContext) return 'the page is not secure: serve it with https or from localhost';
  return (
    'the page is not cross-origin isolated, so it has no shared memory: serve it with ' +
    '"Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"'
  );
}

/** What all elements of a page share: one memory, one compiled kernel, the hosts, and the word that the frame loop sleeps on. Main thread. */
export class PageRuntime {
  readonly memory = new PageMemory({ shared: !whyNotShared() });
  readonly parking = new Parking(this.memory);
  readonly crowd = new Crowd();
  readonly pool = new Pool(this);
  /** What crossed from hosts whose memory is their own to this thread, since the page began. */
  readonly results = { messages: 0, bytes: 0, milliseconds: 0 };
  /** Lanes that are handed out. */
  lanes = 0;
  /** Hosts that were replaced because they did not start, died, hung or did not stop. */
  replaced = 0;
  /** Lanes with a worker of their own. */
  dedicated = 0;
  readonly #hosts = new Set<Watched>();
  #module: Promise<WebAssembly.Module> | undefined;
  #apartModule: Promise<WebAssembly.Module> | undefined;
  #named = 0;
  #starting = 0;
  /** Starts of this task. */
  #started = 0;
  readonly #waiting: (() => void)[] = [];
  #watch: ReturnType<typeof setInterval> | undefined;

  /** The kernel, compiled once. Rejects with the reason where the page cannot run it. */
  get module(): Promise<WebAssembly.Module> {
    if (!this.#module) {
      this.#module = compileTicker({ shared: true });
      this.#module.then((module) => this.#readBy(module)).catch(() => {}); // whoever wants a kernel is told
    }
    return this.#module;
  }

  /** Slots are read by a kernel of the main thread's own. */
  async #readBy(module: WebAssembly.Module): Promise<void> {
    const { read } = await instantiateTicker(module, this.memory.memory);
    this.memory.readSlot = read;
  }

  /** The same for memories that are not shared. */
  get apartModule(): Promise<WebAssembly.Module> {
    this.#apartModule ??= compileTicker({ shared: false });
    return this.#apartModule;
  }

  /** Hosts that are running, starting, or not surely dead yet. */
  get workers(): number {
    return this.#hosts.size;
  }

  /** Whether another lane may have a worker of its own, of so many at most. */
  mayDedicate(limit = Number.POSITIVE_INFINITY): boolean {
    return this.dedicated < limit && !this.crowd.full;
  }

  /** Runs the start of a worker when its turn has come. */
  async inTurn(start: () => Promise<void>): Promise<void> {
    if (this.#starting >= STARTS_AT_A_TIME) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#starting++;
    try {
      while (this.#started >= STARTS_IN_A_TASK) await anotherTask();
      if (this.#started++ === 0) {
        setTimeout(() => {
          this.#started = 0;
        });
      }
      await start();
    } finally {
      // whoever waits takes over this one's place
      const next = this.#waiting.shift();
      if (next) next();
      else this.#starting--;
    }
  }

  /** Watches a new host; a number for its name. */
  add(host: Watched): number {
    this.#hosts.add(host);
    let last = performance.now();
    this.#watch ??= setInterval(() => {
      const now = performance.now();
      // after a sleep of the whole page everything looks hung: such a look says nothing
      const late = now - last > 2 * CHECK_MS;
      last = now;
      if (late) return;
      for (const each of this.#hosts) each.check(now);
      this.pool.check(now);
    }, CHECK_MS);
    return ++this.#named;
  }

  remove(host: Watched): void {
    this.#hosts.delete(host);
    if (this.#hosts.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }
}

let page: PageRuntime | undefined;

/** The page's one runtime, made when it is first asked for. Only where `whyNotAtAll()` has nothing to say. */
export function pageRuntime(): PageRuntime {
  page ??= new PageRuntime();
  return page;
}

import type { HostMode, HostOwner, WorkersSetting } from '../../runtime/seat.js';

/** Workers that a page may ask for in a pool. */
const MOST = 64;
/** Problems alike are told once in so long, with their number. */
const INTERVAL_MS = 1000;

/** What the attribute says; `auto` where it makes no sense, which `note` is told. */
export function readWorkers(word: string, note: (problem: string) => void): WorkersSetting {
  if (word === 'auto' || word === 'dedicated' || word === 'pool') return word;
  const size = Number(word);
  if (word.trim() && Number.isInteger(size) && size >= 1 && size <= MOST) return size;
  note(`workers "${word}" is none of auto, dedicated, pool, a number from 1 to ${MOST}: it stays auto`);
  return 'auto';
}

/** Where the kernels of a feed's widgets run, and what became of their workers, told at a human pace. Main thread. */
export class FeedHosts implements HostOwner {
  workers: WorkersSetting = 'auto';
  mode: HostMode = 'shared';
  /** The same for lanes of which there are many in one place: they share workers unless each is to have its own. */
  readonly shared: HostOwner;
  /** Workers that were replaced because they did not start, died, hung or did not stop. */
  hostsReplaced = 0;
  readonly #tell: (message: string, count: number) => void;
  readonly #waiting = new Map<
    string,
    { count: number; lanes: number; timer: ReturnType<typeof setTimeout> | undefined }
  >();

  /** `tell` hears problems; `count`: how many since it was told of the last one alike. */
  constructor(tell: (message: string, count: number) => void) {
    this.#tell = tell;
    const hosts = this;
    this.shared = {
      many: true,
      get workers() {
        return hosts.workers === 'auto' ? 'pool' : hosts.workers;
      },
      get mode() {
        return hosts.mode;
      },
      replaced: (reason, lanes) => hosts.replaced(reason, lanes),
      displaced: (reason, lanes) => hosts.displaced(reason, lanes),
    };
  }

  replaced(reason: string, lanes: number): void {
    this.hostsReplaced++;
    this.#add(`a worker was replaced, as it ${reason}`, lanes);
  }

  displaced(reason: string, lanes: number): void {
    this.#add(reason, lanes);
  }

  /** Drops what waits. */
  clear(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.hostsReplaced = 0;
  }

  #add(what: string, lanes: number): void {
    const line = this.#waiting.get(what) ?? { count: 0, lanes: 0, timer: undefined };
    this.#waiting.set(what, line);
    line.count++;
    line.lanes += lanes;
    line.timer ??= setTimeout(() => {
      this.#waiting.delete(what);
      this.#tell(`${what} (${line.lanes} ${line.lanes === 1 ? 'widget' : 'widgets'})`, line.count);
    }, INTERVAL_MS);
  }
}

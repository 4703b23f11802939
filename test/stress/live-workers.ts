/** A worker of the page that can be shot. */
export interface LiveWorker {
  readonly name: string;
  /** It has said something: what it was made for has begun. */
  readonly begun: boolean;
  /** As a crash that nobody tells of. */
  terminate(): void;
  /** As a crash that is told of: the worker itself lives on until somebody ends it. */
  breakDown(): void;
}

/** The named workers that the page has started since, and that nobody has ended or shot; `restore` ends the watch. */
export function watchWorkers(): { readonly alive: ReadonlySet<LiveWorker>; restore(): void } {
  const alive = new Set<LiveWorker>();
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    readonly #entry: (LiveWorker & { begun: boolean }) | undefined;

    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (!options?.name) return;
      const entry = {
        name: options.name,
        begun: false,
        terminate: () => this.terminate(),
        breakDown: () => {
          alive.delete(entry);
          this.dispatchEvent(new ErrorEvent('error', { message: 'was shot', cancelable: true }));
        },
      };
      this.addEventListener('message', () => {
        entry.begun = true;
      });
      this.#entry = entry;
      alive.add(entry);
    }

    override terminate(): void {
      if (this.#entry) alive.delete(this.#entry);
      super.terminate();
    }
  };
  return {
    alive,
    restore() {
      globalThis.Worker = Original;
    },
  };
}

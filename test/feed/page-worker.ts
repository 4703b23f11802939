/** Gives Node the `Worker` of pages, for feeds whose worker is on another thread. */
import { Worker as NodeWorker } from 'node:worker_threads';

/** A worker as a page has it, on a thread of Node. */
class PageWorker {
  readonly #worker: NodeWorker;
  /** Messages to the worker wait until its script has loaded, as in a browser. */
  readonly #loaded: Promise<void>;

  constructor(url: URL) {
    this.#worker = new NodeWorker(new URL('../tools/worker-in-node.mjs', import.meta.url), {
      workerData: { url: url.href },
      execArgv: [],
    });
    this.#loaded = new Promise((resolve) => this.#worker.once('message', () => resolve()));
  }

  postMessage(message: unknown, transfer: readonly [] = []): void {
    void this.#loaded.then(() => this.#worker.postMessage(message, transfer));
  }

  addEventListener(type: string, listener: (event: object) => void): void {
    this.#worker.on(type, (data) => listener({ data, message: String(data), preventDefault() {} }));
  }

  removeEventListener(): void {}

  terminate(): void {
    void this.#worker.terminate();
  }
}
Object.assign(globalThis, { Worker: PageWorker });

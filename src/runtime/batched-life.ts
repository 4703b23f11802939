import { expose, type Remote, releaseProxy, transfer } from 'comlink';
import { unloaded } from '../assets/unloaded.js';
import type { TickInlet } from '../memory/tick-inlet.js';
import { steadyRemote } from '../remote/steady-remote.js';
import { BatchedLanes } from './batched-lanes.js';
import type { BatchedMessage, BatchedService, ReturnedBuffer } from './batched-service.js';
import { NoAnswerError } from './crowd.js';
import { spawnBatchedWorker } from './spawn-batched.js';

/** A worker that has not begun by then is replaced. */
const START_MS = 4000;

/** The life ended before it had answered. */
export class LostError extends Error {}

/** What one life tells its host. */
export interface BatchedEvents {
  heard(message: BatchedMessage): void;
  /** It threw after it had begun: it is of no use any more. */
  broken(reason: string): void;
}

let channels = 0;

/** One life of a host with a memory of its own: a worker, or the page's own thread. Main thread. */
export class BatchedLife {
  readonly service: Remote<BatchedService>;
  readonly #end: () => void;
  readonly #post: (message: ReturnedBuffer, transfer: Transferable[]) => void;
  readonly #inlets = new Map<boolean, TickInlet>();
  readonly #ended: Promise<void>;
  #settle!: () => void;
  /** Rejects when its script does not load, or throws. */
  readonly #failed: Promise<never>;
  #begun = false;

  /** `name`: of the worker; empty: this thread. */
  constructor(name: string, { heard, broken }: BatchedEvents) {
    this.#ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const target = name ? spawnBatchedWorker(name) : onThisThread();
    this.service = steadyRemote<BatchedService>(target as Worker);
    target.addEventListener('message', ((event: MessageEvent) => {
      if (typeof event.data?.ticklane === 'string') heard(event.data as BatchedMessage);
    }) as EventListener);
    this.#failed = new Promise((_, reject) => {
      target.addEventListener('error', (event) => {
        event.preventDefault();
        const reason = (event as ErrorEvent).message || unloaded();
        reject(new Error(reason));
        if (this.#begun) broken(reason);
      });
    });
    this.#failed.catch(() => {}); // may come after it has begun
    this.#post = (message, list) => target.postMessage(message, list);
    this.#end = () => ('terminate' in target ? target.terminate() : target.close());
  }

  /** Resolves once the kernel is there; rejects with the reason, a NoAnswerError after four seconds. */
  async begin(module: WebAssembly.Module): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswerError('no answer')), START_MS);
    });
    try {
      await Promise.race([this.service.open(module), this.#failed, late]);
      this.#begun = true;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A call that rejects with a LostError where the life ends first. */
  async ask<Answer>(call: (service: Remote<BatchedService>) => Promise<Answer>): Promise<Answer> {
    const lost = this.#ended.then((): never => {
      throw new LostError('its worker ended');
    });
    return Promise.race([call(this.service), lost]);
  }

  /** Gives an empty buffer back. */
  giveBack(buffer: ArrayBuffer): void {
    this.#post({ ticklane: 'buffer', buffer }, [buffer]);
  }

  /** Where feeds send ticks to, together or each alone. */
  inlet(single: boolean): TickInlet {
    let inlet = this.#inlets.get(single);
    if (!inlet) {
      inlet = { single, connect: () => this.#connect(), ended: this.#ended };
      this.#inlets.set(single, inlet);
    }
    return inlet;
  }

  end(): void {
    this.service[releaseProxy]();
    this.#end();
    this.#settle();
  }

  #connect() {
    const { port1, port2 } = new MessageChannel();
    const number = ++channels;
    void this.service.attach(number, transfer(port2, [port2]));
    return { number, port: port1 };
  }
}

/** The same service without a worker: everything works, and competes with the page. */
function onThisThread(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const lanes = new BatchedLanes((message, list) => port1.postMessage(message, list));
  port1.addEventListener('message', ({ data }) => {
    if (data?.ticklane === 'buffer') lanes.take(data.buffer);
  });
  expose(lanes, port1);
  port2.start();
  return port2;
}

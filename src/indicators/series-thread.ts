import { trustedAddress } from '../assets/trusted.js';
import { type NodeWorker, nodeThreads } from './node.js';
import type { FromWorker, ToWorker } from './series-protocol.js';
import { workerUrl } from './spawn.js';

/** A worker of the page or of Node, which speak alike but for the names. */
export interface SeriesThread {
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  /** Whether Node's process stays alive for it; a page's worker does not mind. */
  hold(busy: boolean): void;
  end(): void;
}

/** What a thread reports. After `lost` nothing more comes. */
export interface ThreadEvents {
  heard(message: FromWorker): void;
  lost(reason: Error): void;
}

const NAME = 'ticklane:series';

/** Starts one. Throws where that is not possible here. */
export function startThread(events: ThreadEvents): SeriesThread {
  const threads = nodeThreads();
  if (threads) {
    return nodeThread(new threads.Worker(workerUrl(), { name: NAME, execArgv: [] }), events);
  }
  return webThread(new globalThis.Worker(trustedAddress(workerUrl().href), { type: 'module', name: NAME }), events);
}

function nodeThread(worker: NodeWorker, { heard, lost }: ThreadEvents): SeriesThread {
  worker.on('message', (message) => heard(message as FromWorker));
  worker.on('error', lost);
  worker.on('exit', (code) => lost(new Error(`the worker has ended (${code})`)));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

function webThread(worker: Worker, { heard, lost }: ThreadEvents): SeriesThread {
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => heard(data));
  worker.addEventListener('error', ({ message }) => {
    lost(new Error(message || "the worker does not load: a Content-Security-Policy must allow 'worker-src blob:'"));
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    hold() {},
    end: () => worker.terminate(),
  };
}

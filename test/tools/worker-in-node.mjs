/**
 * Runs one of the kit's workers on a thread of Node, where coverage counts its lines: gives it the few globals that a worker has in a
 * browser, then loads it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

const listeners = new Map();
Object.assign(globalThis, {
  postMessage: (message, transfer) => parentPort.postMessage(message, transfer),
  addEventListener(type, listener) {
    const hear = (data) => listener({ data, origin: '' });
    listeners.set(listener, hear);
    parentPort.on(type, hear);
  },
  removeEventListener(type, listener) {
    parentPort.off(type, listeners.get(listener));
  },
  close: () => process.exit(),
});
const locks = { request: (_name, hold) => Promise.resolve(hold()) };
Object.defineProperty(globalThis, 'navigator', { value: workerData.locks ? { locks } : {}, configurable: true });

register();
await import('../../tools/node-wat.ts'); // kernels are WebAssembly text
await import(workerData.url);
parentPort.postMessage('loaded');

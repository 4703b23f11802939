import { assetAddress } from '../assets/base.js';
import { trustedAddress } from '../assets/trusted.js';

/** Starts the painter's worker from its file, as a strict policy wants it. */
export function spawnPainterWorker(name: string): Worker {
  return new Worker(trustedAddress(assetAddress('painter.worker.js')), { type: 'module', name });
}

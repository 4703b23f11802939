import { trustedAddress } from '../assets/trusted.js';
import painterAddress from './painter.worker.ts?blob';

/** Starts the painter's worker from the code that is part of this one: works in every bundler and from any origin. */
export function spawnPainterWorker(name: string): Worker {
  return new Worker(trustedAddress(painterAddress()), { type: 'module', name });
}

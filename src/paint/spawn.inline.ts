import PainterWorker from './painter.worker.ts?worker&inline';

/** Starts the painter's worker from the code that is part of this one: works in every bundler and from any origin. */
export function spawnPainterWorker(name: string): Worker {
  return new PainterWorker({ name });
}

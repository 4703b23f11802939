/** Times the variants against each other. Runs in Node and in a browser's worker alike. */
import { compileTicker, instantiateTicker } from '../../src/kernels/ticker.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { median } from '../statistics.ts';
import { makeTicks } from './ticks.ts';
import {
  kernelAlone,
  libraryAverage,
  type Outcome,
  plainJavaScript,
  type StreamingAverage,
  type Variant,
  writerAndKernel,
} from './variants.ts';

export const BATCHES = [1, 10, 100, 1000] as const;
/** Ticks that every variant cycles through: a ring's worth of the largest batch. */
const TICKS = 1024;
const ROUNDS = 25;
const TICKS_A_ROUND = 400_000;
const WARM_UP_ROUNDS = 5;

export interface Timing {
  readonly variant: string;
  readonly batch: number;
  /** Median over the rounds. */
  readonly nanoseconds: number;
}

/** A library to compare with: makes a moving average of 20. */
export interface Peer {
  readonly name: string;
  average(): StreamingAverage;
}

/** Nanoseconds a tick of each variant and batch size. Variants take turns, so that a slow moment of the machine meets all of them. */
export async function measureKernels(peers: readonly Peer[], progress: (text: string) => void): Promise<Timing[]> {
  const memory = new PageMemory({ shared: true });
  const kernel = await instantiateTicker(await compileTicker({ shared: true }), memory.memory);
  const timings: Timing[] = [];
  for (const batch of BATCHES) {
    const variants = () => {
      // as many ticks as the kernel's ring has cells, so that all see the same sequence
      const ticks = makeTicks(batch > 256 ? TICKS : 256);
      return [
        kernelAlone(memory, kernel, ticks, batch),
        writerAndKernel(memory, kernel, ticks, batch),
        plainJavaScript(ticks),
        ...peers.map((peer) => libraryAverage(peer.name, peer.average(), ticks)),
      ];
    };
    compare(variants(), batch);
    const timed = variants();
    const batches = TICKS_A_ROUND / batch;
    const rounds = timed.map(() => [] as number[]);
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (const [index, variant] of timed.entries()) {
        const start = performance.now();
        variant.run(batches, batch);
        const elapsed = performance.now() - start;
        if (round >= 0) rounds[index]?.push((elapsed * 1e6) / TICKS_A_ROUND);
      }
    }
    for (const [index, { name }] of timed.entries()) {
      timings.push({ variant: name, batch, nanoseconds: median(rounds[index] as number[]) });
    }
    progress(`batches of ${batch} measured`);
  }
  return timings;
}

/** Throws unless every variant computes what the first does: a benchmark of different work says nothing. */
function compare(variants: readonly Variant[], batch: number): void {
  for (const variant of variants) variant.run(Math.ceil(3000 / batch), batch);
  const [{ outcome: expected }] = variants as [Variant];
  for (const { name, outcome } of variants) {
    for (const field of Object.keys(expected) as (keyof Outcome)[]) {
      const [is, should] = [outcome[field], expected[field]];
      if (Math.abs(is - should) > 1e-9 * Math.abs(should) || Number.isNaN(is)) {
        throw new Error(`${name} computes ${field} ${is}, the kernel ${should}`);
      }
    }
  }
}

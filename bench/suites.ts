/** The suites by name. Each is loaded only when it runs: some need kernels, some a browser, some built files. */
import type { Figure } from './report.ts';

/** What a suite measured. */
export interface Measured {
  readonly figures: readonly Figure[];
  /** Version of the browser, where one took part. */
  readonly browser?: string;
  /** An SVG. */
  readonly plot?: string;
}

/** How suites that watch pages under load go about it. */
export interface LoadOptions {
  /** Of one round. */
  readonly seconds: number;
  readonly rounds: number;
  /** Only what has this in its name; empty: everything. */
  readonly only: string;
}

/** Runs a suite; `progress` takes a line for whoever waits. */
export type RunSuite = (progress: (text: string) => void, load: LoadOptions) => Promise<Measured>;

export interface Suite {
  readonly summary: string;
  /** It follows the LoadOptions. */
  readonly underLoad?: true;
  readonly load: () => Promise<RunSuite>;
}

export const SUITES: Readonly<Record<string, Suite>> = {
  kernels: {
    summary: 'indicators over histories, batches and bars, beside the npm libraries that compute them',
    async load() {
      await import('../tools/node-wat.ts');
      return (await import('./kernels/suite.ts')).runKernels;
    },
  },
  plan: {
    summary: 'a tick through a plan of 50 steps in one call, and level by level with results as objects or JSON',
    async load() {
      await import('../tools/node-wat.ts');
      return (await import('./plan/suite.ts')).runPlan;
    },
  },
  pipeline: {
    summary: 'from a WebSocket message to published slots: latency and throughput, in Chromium',
    load: async () => (await import('./pipeline.ts')).runPipeline,
  },
  board: {
    summary: 'frames, script, input and memory of boards of 1,000 and 5,000 tickers under load, in each mode',
    underLoad: true,
    load: async () => (await import('./board/suite.ts')).runBoard,
  },
  peers: {
    summary: 'the same 1,000 tickers by ticklane, React, Lit, AG Grid, Perspective, lightweight-charts and uPlot',
    underLoad: true,
    load: async () => (await import('./peers/suite.ts')).runPeers,
  },
  memory: {
    summary: 'bytes of a lane; memory and start time of 100 and 1,000 dedicated workers',
    async load() {
      await import('../tools/node-wat.ts');
      return (await import('./memory.ts')).runMemory;
    },
  },
  idle: {
    summary: 'processor time of the whole browser while 100 widgets get no ticks',
    load: async () => (await import('./idle.ts')).runIdle,
  },
  gateway: {
    summary: 'one gateway process: 2,000 clients, 25,000 messages/s, a client that stalls, idle connections',
    load: async () => (await import('./gateway/suite.ts')).runGatewaySuite,
  },
  size: {
    summary: 'bytes of the built files, compressed',
    load: async () => (await import('./size.ts')).runSize,
  },
};

/** What a dedicated host's worker is told, by comlink. Each call is announced in the host block first: see HostBlock.announceCall. */
export interface KernelService {
  /** Starts the kernel on a lane. Answers whether the worker holds its Web Lock, by which its death can be told. */
  begin(start: KernelStart): Promise<{ readonly locked: boolean }>;
  /** Drains the old lane for the last time, carries over what it knows if asked to, and goes on with the new one. */
  change(old: number, lane: number, carry: boolean, history: number): void;
}

export interface KernelStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the host block. */
  readonly host: number;
  readonly lane: number;
  /** Name of the Web Lock to hold for as long as this worker lives. */
  readonly lock: string;
}

/** Plain messages from the worker to the page, beside comlink's. */
export const KERNEL_MESSAGE = {
  STOPPED: 'ticklane:stopped',
  NUDGE: 'ticklane:nudge',
  SIGNAL: 'ticklane:signal',
} as const;

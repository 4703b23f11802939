/**
 * What a host's worker is told, by comlink. Each change is announced in the host block first: see HostBlock.announceCall, which brings
 * a kernel that sleeps back to its event loop.
 */
export interface KernelService {
  /** Starts the kernel on some lanes. Answers whether the worker holds its Web Lock, by which its death can be told. */
  begin(start: KernelStart): Promise<{ readonly locked: boolean }>;
  /**
   * Makes these changes in this order. `byteLength`: the memory's size, with all of the lanes in it. Answers why each could not be made;
   * an empty text where it was.
   */
  change(changes: readonly LaneChange[], byteLength: number): string[];
}

export interface KernelStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly byteLength: number;
  /** Address of the host block. */
  readonly host: number;
  /** One lane, for which the kernel blocks; or any number, in turn, for which it never does. */
  readonly lanes: readonly number[];
  readonly many: boolean;
  /** Name of the Web Lock to hold for as long as this worker lives. */
  readonly lock: string;
}

/** A lane that comes, one that goes, or one that takes the place of another, as addresses; 0: none. */
export interface LaneChange {
  /** Is let go of, and drained for the last time where another takes its place. */
  readonly old: number;
  readonly lane: number;
  /** Whether the old one's figures and history go over. */
  readonly carry: boolean;
  /** Address of a block of bars from before the old lane's; 0: none. */
  readonly history: number;
}

/** Messages from the worker to the page, beside comlink's. */
export type KernelMessage =
  | { readonly ticklane: 'stopped' }
  | { readonly ticklane: 'nudge' }
  /** These lanes may have signals to take. */
  | { readonly ticklane: 'signal'; readonly lanes: readonly number[] }
  /** This lane's kernel trapped, and the worker goes on without it. */
  | { readonly ticklane: 'trap'; readonly lane: number; readonly message: string };

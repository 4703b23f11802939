/**
 * Where kernels run. A host is a thread's worth of kernel: it drains the lanes that it was given and publishes their
 * slots. This room starts hosts, stops them by handshake, and replaces those that die or hang; it knows lanes and
 * kernels, and nothing of feeds or elements.
 */
import type { HostBlock } from '../memory/host-block.js';
import type { Lane } from '../memory/lane.js';

/** `dedicated`: a worker of its own; `pooled`: a worker for many lanes; `inline`: the calling thread. */
export type HostKind = 'dedicated' | 'pooled' | 'inline';

/** What every kind of host offers. Main thread. */
export interface Host {
  readonly kind: HostKind;
  /** Name of the worker, as developer tools show it. */
  readonly name: string;
  /** The block whose bell tick writers ring for this host's lanes. */
  readonly block: HostBlock;
  /** Workers that were given up because they did not start, died, hung or did not stop. */
  readonly replaced: number;
  /** Takes a lane; resolves once its kernel runs, rejects with the reason where it cannot start. */
  take(lane: Lane): Promise<void>;
  /**
   * Changes one lane for another of the same widget, after the feed has done so: the old one is drained for the last time
   * and may be freed when this resolves. `carry`: its figures and history go over into the new one. `history`: address of a block
   * of bars from before the old lane's, to be freed after this; 0: none.
   */
  change(old: Lane, lane: Lane, carry: boolean, history?: number): Promise<void>;
  /** Stops by handshake; when this resolves no thread touches the host's lanes any more, and they may be freed. */
  stop(): Promise<void>;
  /** Looks for a bell that nobody answers, and replaces what hangs. Called by the page's watch. */
  check(now: number): void;
}

/**
 * Where kernels run. A host is a thread's worth of kernel: it drains the lanes that it was given and publishes their
 * slots. This room starts hosts, stops them by handshake, and replaces those that die or hang; it knows lanes and
 * kernels, and nothing of feeds or elements.
 */
import type { Sent } from '../memory/batch-port.js';
import type { Lane } from '../memory/lane.js';
import type { TickInlet } from '../memory/tick-inlet.js';

/** `dedicated`: a worker of its own; `pooled`: a worker for many lanes; `inline`: the main thread. */
export type HostKind = 'dedicated' | 'pooled' | 'inline';

/** What the owner of a lane has of its host, which may be another one later on. Main thread. */
export interface Host {
  readonly kind: HostKind;
  /** Name of the worker, as developer tools show it; empty: none. */
  readonly name: string;
  /** The block whose bell tick writers ring for the lane. */
  readonly block: { readonly address: number };
  /** Its memory is its own: ticks come by the inlet, and only while it has the lane. */
  readonly apart: boolean;
  /** Where a feed sends the lane's ticks; undefined: into the lane's ring. */
  readonly inlet: TickInlet | undefined;
  /** Takes a lane; resolves once its kernel runs, rejects with the reason where none can. */
  take(lane: Lane): Promise<void>;
  /**
   * Changes one lane for another of the same widget, after the feed has done so: the old one is drained for the last time
   * and may be freed when this resolves. `carry`: its figures and history go over into the new one. `history`: address of a block
   * of bars from before the old lane's, to be freed after this; 0: none. `sent`: what the old lane got by message.
   */
  change(old: Lane, lane: Lane, carry: boolean, history?: number, sent?: Sent): Promise<void>;
  /** A few bytes of the lane's header are others, by the main thread. */
  tell(address: number, bytes: number): void;
  /** Lets go of the lane; when this resolves the kernel touches it no more. `moves`: the lane goes on elsewhere, from the page's memory. */
  stop(moves?: boolean, sent?: Sent): Promise<void>;
  /** Gives back what tick writers rang: after `stop`, and after the feed has let go of the lane. */
  free(): void;
}

/** How a feed's ticks get into a host that they go to by message. Main thread. */
export interface TickInlet {
  /** Each tick goes in a message of its own, at once; otherwise a frame's together. */
  readonly single: boolean;
  /** Another way in, for one feed: its number, and the end that the feed's worker gets. */
  connect(): { readonly number: number; readonly port: MessagePort };
  /** Settles when the host takes no more. */
  readonly ended: Promise<void>;
}

/**
 * What a host is told where it has a memory of its own: lanes come as copies, ticks in messages, and what was published goes back in messages.
 * By comlink, to a worker or to the page itself.
 */
import type { Sent } from '../memory/batch-port.js';
import type { BlockImage } from '../memory/lane-image.js';
import type { LaneChange } from './kernel-service.js';

export interface BatchedService {
  /** Makes the kernel, for memory that is not shared. */
  open(module: WebAssembly.Module): Promise<void>;
  /** Ticks of one more feed come by this port. */
  attach(channel: number, port: MessagePort): void;
  /**
   * Makes a change: `images` are the lane that comes, with what belongs to it. `after`: what the old lane was sent, which is drained first.
   * Answers why it could not be made, else an empty text and the lane as it is then, where something was carried over.
   */
  bring(
    change: LaneChange,
    images: readonly BlockImage[],
    byteLength: number,
    after: Sent | undefined,
  ): Promise<{ readonly failure: string; readonly image?: BlockImage }>;
  /** Lets go of a lane, once everything that was sent is drained; `bytes`: of the lane, which is given back. 0: nobody wants it. */
  release(lane: number, after: Sent | undefined, bytes: number): Promise<BlockImage | undefined>;
  /** Puts a part of the page's memory there as well. */
  put(image: BlockImage): void;
  /** Whether it still answers. */
  ping(): void;
}

/** What it posts, beside comlink's answers and in order with them. */
export type BatchedMessage =
  /** Parts of the memory as they are now; `fired`: lanes with signals among them; `spent`: milliseconds that it took to gather them. */
  | {
      readonly ticklane: 'results';
      readonly buffer: ArrayBuffer;
      readonly used: number;
      readonly fired: readonly number[];
      readonly spent: number;
    }
  | { readonly ticklane: 'trap'; readonly lane: number; readonly message: string };

/** What comes back: an empty buffer. */
export interface ReturnedBuffer {
  readonly ticklane: 'buffer';
  readonly buffer: ArrayBuffer;
}

import type { HistoryAddress } from './history.js';
import type { Lane } from './lane.js';
import { HISTORY, HISTORY_BAR, LANE, ZONE } from './layout.js';
import type { PageMemory } from './page-memory.js';

/** A block of the page's memory on its way to a memory that is not shared with it, or back: there it has the same address. */
export interface BlockImage {
  readonly address: number;
  readonly content: ArrayBuffer;
}

/** A copy of a block. */
export function imageOf(memory: WebAssembly.Memory, address: number, bytes: number): BlockImage {
  const content = new ArrayBuffer(bytes);
  new Uint8Array(content).set(new Uint8Array(memory.buffer, address, bytes));
  return { address, content };
}

/** Puts a block where it belongs. The memory reaches there. */
export function putImage(memory: WebAssembly.Memory, { address, content }: BlockImage): void {
  new Uint8Array(memory.buffer).set(new Uint8Array(content), address);
}

/** A lane with what it alone uses: its zone table, and a block of bars to go before its own. Main thread. */
export function laneImages({ memory, i32 }: PageMemory, lane: Lane, history: HistoryAddress = 0): BlockImage[] {
  const images = [imageOf(memory, lane.address, lane.bytes)];
  const zone = i32[(lane.address + LANE.ZONE) >> 2] as number;
  if (zone) {
    const count = i32[(zone + ZONE.COUNT) >> 2] as number;
    images.push(imageOf(memory, zone, ZONE.ENTRIES + count * ZONE.ENTRY_BYTES));
  }
  if (history) {
    const count = i32[(history + HISTORY.COUNT) >> 2] as number;
    images.push(imageOf(memory, history, HISTORY.BARS + count * HISTORY_BAR.BYTES));
  }
  return images;
}

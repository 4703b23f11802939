import { ZONE } from './layout.js';
import type { PageMemory } from './page-memory.js';

/** One stretch of a time zone: local time is UTC plus `offset` ms, until the instant `until` (epoch ms, exclusive). */
export interface ZoneStretch {
  readonly until: number;
  readonly offset: number;
}

/**
 * Writes a time zone's table, which lanes then name in their header; its address. Stretches in order, the last one open
 * (`until` Infinity). Main thread, before any lane that names it is handed over.
 */
export function createZone(memory: PageMemory, stretches: readonly ZoneStretch[]): number {
  const address = memory.allocate(ZONE.ENTRIES + stretches.length * ZONE.ENTRY_BYTES);
  const { i32, f64 } = memory;
  i32[(address + ZONE.COUNT) >> 2] = stretches.length;
  stretches.forEach(({ until, offset }, index) => {
    const entry = address + ZONE.ENTRIES + index * ZONE.ENTRY_BYTES;
    f64[(entry + ZONE.UNTIL) >> 3] = until;
    f64[(entry + ZONE.OFFSET) >> 3] = offset;
  });
  return address;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };
/** A table of one symbol needs so much; addresses are signed 32-bit numbers. */
const LEAST = 2 ** 18;
const MOST = 2 ** 31;

/** What a table may grow to where nothing else is said, in bytes. */
export const DEFAULT_MEMORY_LIMIT = 64 * 2 ** 20;

/**
 * Bytes of `64MB`, `1GB`, `512KB` or `67108864`: units are powers of 1024, in either case. Throws a TypeError for anything else, and for
 * less than 256 KB or more than 2 GB.
 */
export function parseMemoryLimit(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?b)?$/i.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(number) * (UNITS[unit.toUpperCase()] as number));
  if (bytes >= LEAST && bytes <= MOST) return bytes;
  throw new TypeError(`memory-limit "${text}": expected a size from 256KB to 2GB, such as 64MB`);
}

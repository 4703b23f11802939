import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Recorded market data beside the repository; not part of it, so tests that need it are skipped elsewhere. */
export const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** For a test's options: why it is skipped, or false. */
export const skip: string | false = existsSync(folder) ? false : 'the recorded data in ../shared/data is absent';

/** The lines of a recorded `.jsonl` file. */
export function lines<Line>(path: string): Line[] {
  const text = readFileSync(`${folder}${path}`, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

export interface WireLine {
  channel: string;
  dir?: 'send' | 'recv';
  message: unknown;
}

export interface CaptureLine {
  t: number;
  d: 'open' | 'send' | 'recv' | 'rest';
  m: Readonly<Record<string, unknown>>;
}

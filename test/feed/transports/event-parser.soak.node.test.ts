import { describe, it } from 'node:test';
import { seed } from '../codecs/seed.ts';
import { fuzzEvents } from './event-fuzz.ts';

const CHUNKS = Number(process.env.SOAK_CHUNKS ?? 1_000_000);

describe('server-sent events under a long rain of bytes', () => {
  it(`are what the standard makes of them, in ${CHUNKS} random chunks`, () => {
    const begin = performance.now();
    const streams = fuzzEvents(CHUNKS, seed);
    const rate = Math.round((CHUNKS * 1000) / (performance.now() - begin));
    console.log(`    ${streams} streams of seed ${seed}, ${rate} chunks/s`);
  });
});

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { codecs } from '../../../src/feed/codecs/index.ts';
import type { FuzzNews } from './fuzz-process.ts';
import { skip } from './recorded.ts';
import { seed } from './seed.ts';

const RUNS = Number(process.env.SOAK_FRAMES ?? 1_000_000);
/** The feed's own sink after them: what it counts, it counts in the same way for each frame. */
const WRITER_RUNS = RUNS / 10;
/** A codec that says nothing for so long, over 2,000 frames, hangs. */
const HANG_MS = 60_000;
const PROCESS = fileURLToPath(new URL('fuzz-process.ts', import.meta.url));

if (skip) console.log(`${skip}: mutated are frames written by hand only`);

/** Runs one codec in a process of its own; rejects with the frame that it did not survive. */
function fuzz(format: string, sink: 'counting' | 'writer', runs: number): Promise<FuzzNews & { type: 'end' }> {
  const child = fork(PROCESS, [format, sink, String(runs), String(seed)]);
  return new Promise((resolve, reject) => {
    let frames = 0;
    const hang = () => {
      child.kill('SIGKILL');
      reject(new Error(`nothing was heard for ${HANG_MS} ms, after frame ${frames} of seed ${seed}`));
    };
    let watch = setTimeout(hang, HANG_MS);
    child.on('message', (news: FuzzNews) => {
      clearTimeout(watch);
      if (news.type === 'failure') reject(new Error(news.message));
      else if (news.type === 'end') resolve(news);
      else {
        frames = news.frames;
        watch = setTimeout(hang, HANG_MS);
      }
    });
    child.on('exit', (code) => {
      clearTimeout(watch);
      reject(new Error(`the process ended with ${code} after frame ${frames} of seed ${seed}`));
    });
  });
}

describe('every codec under a long rain of broken frames', { concurrency: availableParallelism() }, () => {
  for (const format of codecs.keys()) {
    it(`${format} throws at none of ${RUNS}, never hangs, and accounts for each`, async () => {
      for (const [sink, runs] of [['counting', RUNS] as const, ['writer', WRITER_RUNS] as const]) {
        const { outcome, rate } = await fuzz(format, sink, runs);
        const { received, accepted, rejected, ignored, failed } = outcome;
        console.log(`    ${format}, ${sink} sink: ${Math.round(rate)} frames/s, ${JSON.stringify(outcome)}`);
        assert.equal(received, runs);
        assert.equal(received, accepted + rejected + ignored + failed);
        assert.ok(accepted > 0 && rejected > 0, 'frames are neither all good nor all bad');
      }
    });
  }
});

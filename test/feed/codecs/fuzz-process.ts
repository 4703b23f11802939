/** `fuzz-process.ts FORMAT SINK RUNS SEED`: one codec's long rain of broken frames, in a process of its own that tells how it goes. */
import { codecs } from '../../../src/feed/codecs/index.ts';
import { fuzzCodec } from './fuzz.ts';
import { fuzzFrames } from './fuzz-frames.ts';
import { writerSink } from './fuzz-writer.ts';

/** What the process says. */
export type FuzzNews =
  | { readonly type: 'progress'; readonly frames: number }
  | { readonly type: 'end'; readonly outcome: ReturnType<typeof fuzzCodec>; readonly rate: number }
  | { readonly type: 'failure'; readonly message: string };

const tell = (news: FuzzNews) => process.send?.(news);

const [format = '', sink, runs, seed] = process.argv.slice(2);
try {
  const factory = codecs.get(format);
  if (!factory) throw new TypeError(`no codec "${format}"`);
  const { frames, symbols } = fuzzFrames(format);
  const options = {
    frames,
    symbols,
    runs: Number(runs),
    seed: Number(seed),
    progress: (done: number) => tell({ type: 'progress', frames: done }),
    ...(sink === 'writer' && { sink: await writerSink(symbols) }),
  };
  const begin = performance.now();
  const outcome = fuzzCodec(factory, options);
  tell({ type: 'end', outcome, rate: (Number(runs) * 1000) / (performance.now() - begin) });
} catch (error) {
  tell({ type: 'failure', message: (error as Error).message });
}

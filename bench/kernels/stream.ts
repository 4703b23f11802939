/**
 * Five indicators on every tick: the kernel over drained batches, beside each library that takes ticks one by one. Runs in Node and in a
 * browser's worker alike.
 */
import { compilePlan } from '../../src/indicators/compiled-plan.js';
import { compileTicker, instantiateTicker } from '../../src/kernels/ticker.js';
import { SLOT } from '../../src/memory/layout.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import { Views } from '../../src/memory/views.js';
import { COMPARISONS } from '../history/comparisons.ts';
import { type Columns, createStep, type Libraries, type LibraryCall, type LibraryName } from '../libraries/library.ts';
import { quickest, type Timed } from '../rounds.ts';
import { makeTicks, type TickColumns } from './ticks.ts';
import { createLane, drainBatches, writeAndDrainBatches } from './variants.ts';

/** The set, by the names of `COMPARISONS`, and in our language: with the outputs that the libraries have too. */
export const SET = ['sma', 'ema', 'rsi', 'macd', 'bollinger'] as const;
export const SET_TEXT = `sma(20); ema(20); rsi(14); macd(12, 26, 9);
  middle: bollinger(20, 2).middle; upper: bollinger(20, 2).upper; lower: bollinger(20, 2).lower`;

/** Classes of technicalindicators that take ticks, where its functions take histories. */
const CLASSES: Readonly<Record<string, string>> = { bollingerbands: 'BollingerBands' };
const STREAMING = [
  'trading-signals',
  'technicalindicators',
  '@debut/indicators',
] as const satisfies readonly LibraryName[];
/** Ticks that everybody cycles through: as many as the ring has cells. */
const TICKS = 1024;
const TOLERANCE = 1e-6;

export interface StreamSettings {
  /** Ticks that a drain takes. */
  readonly batches: readonly number[];
  readonly ticks: number;
  readonly rounds: number;
}

export const STREAM_SETTINGS: StreamSettings = { batches: [100, 1000], ticks: 200_000, rounds: 15 };

export interface StreamTiming {
  readonly contender: string;
  readonly batch: number;
  /** For each tick. */
  readonly nanoseconds: number;
}

interface Streaming extends Timed {
  readonly name: string;
  /** The newest SMA, EMA and RSI. */
  newest(): readonly number[];
}

function librarySet(
  name: LibraryName,
  libraries: Libraries,
  { price }: TickColumns,
  count: number,
): Streaming | undefined {
  const module = libraries.modules.get(name);
  if (!module) return undefined;
  const close = Array.from(price);
  const columns: Columns = { open: close, high: close, low: close, close, volume: close };
  const steps = SET.map((indicator) => {
    const call = COMPARISONS.find((each) => each.name === indicator)?.libraries[name] as LibraryCall;
    const className = name === 'technicalindicators' ? (CLASSES[call.name] ?? call.name.toUpperCase()) : call.name;
    return createStep(name, module, { ...call, name: className }, columns);
  });
  const [sma, ema, rsi, macd, bollinger] = steps as [(typeof steps)[0], ...typeof steps] & Required<typeof steps>;
  const results: unknown[] = [];
  let at = 0;
  return {
    name,
    count,
    run() {
      for (let tick = 0; tick < count; tick++) {
        results[0] = sma(at);
        results[1] = ema?.(at);
        results[2] = rsi?.(at);
        results[3] = macd?.(at);
        results[4] = bollinger?.(at);
        if (++at === TICKS) at = 0;
      }
    },
    newest: () => results.slice(0, 3) as number[],
  };
}

/** Throws unless all end on the same SMA, EMA and RSI. One of the libraries rounds its RSI to hundredths. */
function compare(contenders: readonly Streaming[]): void {
  const [ours] = contenders as readonly [Streaming];
  for (const { name, newest } of contenders) {
    for (const [index, value] of newest().entries()) {
      const should = ours.newest()[index] as number;
      const tolerance = SET[index] === 'rsi' ? 0.005 : TOLERANCE * Math.abs(should);
      if (!(Math.abs(value - should) <= tolerance)) throw new Error(`${name}: ${SET[index]} ${value}, ours ${should}`);
    }
  }
}

/** Nanoseconds a tick through the set. */
export async function measureStream(libraries: Libraries, settings = STREAM_SETTINGS): Promise<StreamTiming[]> {
  const memory = new PageMemory({ shared: true });
  const kernel = await instantiateTicker(await compileTicker({ shared: true }), memory.memory);
  const ticks = makeTicks(TICKS);
  const { outputs } = compilePlan(SET_TEXT);
  const [sma, ema, rsi] = SET.map((name) => outputs.findIndex((output) => output.name.startsWith(name)));
  const timings: StreamTiming[] = [];
  for (const batch of settings.batches) {
    const count = Math.floor(settings.ticks / batch) * batch;
    const ours = (name: string, write: boolean): Streaming => {
      const lane = createLane(memory, TICKS, SET_TEXT);
      const reader = new SlotReader(memory, lane);
      const writer = new RingWriter(new Views(memory.memory), lane.address, memory.byteLength);
      const run = write ? writeAndDrainBatches(writer, kernel, lane, ticks) : drainBatches(memory, kernel, lane, ticks);
      return {
        name,
        count,
        run: () => run(count / batch, batch),
        newest() {
          reader.read();
          return [sma, ema, rsi].map(
            (index) => reader.values[((SLOT.OUTPUTS - SLOT.VALUES) >> 3) + (index as number)] as number,
          );
        },
      };
    };
    const contenders = [
      ours('kernel', false),
      ours('writer and kernel', true),
      ...STREAMING.flatMap((name) => librarySet(name, libraries, ticks, count) ?? []),
    ];
    const nanoseconds = quickest(contenders, settings.rounds);
    compare(contenders);
    contenders.forEach(({ name }, index) => {
      timings.push({ contender: name, batch, nanoseconds: nanoseconds[index] as number });
    });
  }
  return timings;
}

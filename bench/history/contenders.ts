/** Everybody who computes a history, ready to run: ours with and without copies, TA-Lib the same two ways, and each library. */
import { compilePlan } from '../../src/indicators/compiled-plan.js';
import { compute } from '../../src/indicators/compute.js';
import { SLOTS } from '../../src/indicators/series-run.js';
import type { IndicatorKernel } from '../../src/kernels/indicators.js';
import { INPUT, PLAN, SERIES } from '../../src/memory/layout.js';
import { PlanPlace } from '../../src/memory/plan.js';
import {
  type Columns,
  createBatch,
  type LibraryCall,
  type LibraryModule,
  type LibraryName,
  newestOf,
  TA_LIB,
} from '../libraries/library.ts';
import type { TaLibModule } from '../libraries/ta-lib.ts';
import type { Timed } from '../rounds.ts';
import { sliceBars } from './bars.ts';
import type { Comparison, TaLibCall } from './calls.ts';

/** `compute` from arrays into arrays. */
export const OURS = 'ours';
/** The kernel alone: history in its memory, results left there. */
export const KERNEL = 'kernel alone';
/** TA-Lib without copies in and out of its memory. */
export const TA_LIB_ALONE = `${TA_LIB} alone`;

export interface Contender extends Timed {
  readonly name: string;
  /** The newest values of its outputs, or those so many positions before, in our order, once it has run. */
  newest(back: number): readonly number[];
  /** Why it need not agree. */
  readonly differs?: string;
  /** Gives back what it took. */
  free?(): void;
}

/** TA-Lib's memory, which cannot grow, holds no more bars of every indicator. */
const TA_LIB_BARS = 100_000;
/** Small, so that what is written and read again stays in the nearest cache. */
const CHUNK = 512;
const PAGE = 65_536;

/** The text for `compute`: a name for each output. */
export function textOf({ ours, outputs }: Comparison): string {
  return outputs ? outputs.map((output, index) => `o${index}: ${ours}.${output}`).join('; ') : `o0: ${ours}`;
}

export function computeOurs(comparison: Comparison, bars: Columns<Float64Array>): Contender {
  const plan = compilePlan(textOf(comparison));
  const into = Object.fromEntries(plan.outputs.map(({ name }) => [name, new Float64Array(bars.close.length)]));
  return {
    name: OURS,
    count: bars.close.length,
    run: () => compute(plan, bars, { into }),
    newest: (back) => Object.values(into).map((values) => values.at(-1 - back) as number),
  };
}

/** A kernel with a memory of its own, for `kernelAlone`. */
export interface KernelMemory {
  readonly kernel: IndicatorKernel;
  readonly memory: WebAssembly.Memory;
}

export function kernelAlone(
  { kernel, memory }: KernelMemory,
  comparison: Comparison,
  bars: Columns<Float64Array>,
): Contender {
  const { plan, outputs } = compilePlan(textOf(comparison));
  const address = 64;
  const { length } = bars.close;
  const inputs = new Set(
    plan.steps.flatMap(({ inputs }) => inputs.flatMap((source) => ('input' in source ? [source.input] : []))),
  );
  const keep = new Map([...inputs].map((input) => [input, length]));
  const place = new PlanPlace(plan, { chunk: CHUNK, slots: SLOTS, keep });
  const missing = address + place.bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  new Uint8Array(memory.buffer).fill(0, 0, address + place.bytes);
  place.write(memory.buffer, address);
  const u32 = new Uint32Array(memory.buffer);
  const f64 = new Float64Array(memory.buffer);
  const word = (at: number) => u32[at >> 2] as number;
  const columns: readonly (readonly [number, Float64Array])[] = [
    [INPUT.OPEN, bars.open],
    [INPUT.HIGH, bars.high],
    [INPUT.LOW, bars.low],
    [INPUT.CLOSE, bars.close],
    [INPUT.VOLUME, bars.volume],
  ];
  for (const [input, values] of columns) {
    if (inputs.has(input)) f64.set(values, word(address + PLAN.INPUTS + input * SERIES.BYTES) >> 3);
  }
  const states = word(address + PLAN.STATES);
  const stateBytes = word(address + PLAN.STATE_SIZE);
  return {
    name: KERNEL,
    count: length,
    run() {
      new Uint8Array(memory.buffer, states, stateBytes).fill(0);
      for (let from = 0; from < length; from += CHUNK) kernel.advance(address, from, Math.min(length, from + CHUNK));
    },
    newest: (back) =>
      outputs.map((_, index) => {
        const record = word(address + PLAN.OUTPUTS) + index * SERIES.BYTES;
        const offset = ((length - 1 - back) * 8) & word(record + SERIES.MASK);
        return f64[(word(record + SERIES.ADDRESS) + offset) >> 3] as number;
      }),
  };
}

const pieces = new WeakMap<Columns<Float64Array>, readonly Columns<Float64Array>[]>();

/** Bars in as many pieces as TA-Lib needs, all equally long. */
function piecesOf(bars: Columns<Float64Array>): readonly Columns<Float64Array>[] {
  const made = pieces.get(bars);
  if (made) return made;
  const { length } = bars.close;
  const count = Math.ceil(length / TA_LIB_BARS);
  if (length % count) throw new RangeError(`${length} bars are not ${count} pieces of the same length`);
  const each = length / count;
  const parts = Array.from({ length: count }, (_, piece) => sliceBars(bars, piece * each, (piece + 1) * each));
  pieces.set(bars, parts);
  return parts;
}

/** In pieces, each from its own beginning. With `copies` inputs and results are copied as `compute` does it. */
export function taLib(module: TaLibModule, call: TaLibCall, bars: Columns<Float64Array>, copies: boolean): Contender {
  const { name, reads, options, outputs = 1, pick } = call;
  const { length } = bars.close;
  const parts = piecesOf(bars);
  const pieceLength = (parts[0] as Columns<Float64Array>).close.length;
  const prepared = module.prepare(name, pieceLength, reads.length, options, outputs);
  const fill = (part: Columns<Float64Array>) => {
    for (const [index, column] of reads.entries()) prepared.inputs[index]?.set(part[column]);
  };
  fill(parts.at(-1) as Columns<Float64Array>);
  const results = prepared.outputs.map(() => new Float64Array(length));
  let count = 0;
  return {
    name: copies ? TA_LIB : TA_LIB_ALONE,
    count: parts.length * pieceLength,
    run() {
      for (const [piece, part] of parts.entries()) {
        if (copies) fill(part);
        const bounds = prepared.run();
        count = bounds.count;
        if (!copies) continue;
        for (const [index, result] of results.entries()) {
          const values = (prepared.outputs[index] as Float64Array).subarray(0, count);
          result.set(values, piece * pieceLength + bounds.begin);
        }
      }
    },
    newest: (back) =>
      (pick ?? prepared.outputs.map((_, index) => index)).map(
        (index) => prepared.outputs[index]?.[count - 1 - back] as number,
      ),
    ...(call.differs && { differs: call.differs }),
    free: () => prepared.free(),
  };
}

export function libraryBatch(
  library: LibraryName,
  module: LibraryModule,
  call: LibraryCall,
  columns: Columns,
  late = 0,
): Contender {
  const batch = createBatch(library, module, call, columns);
  let result: unknown;
  return {
    name: library,
    count: columns.close.length,
    run() {
      result = batch();
    },
    newest: (back) => newestOf(result, call, late + back),
    ...(call.differs && { differs: call.differs }),
    free() {
      result = undefined;
    },
  };
}

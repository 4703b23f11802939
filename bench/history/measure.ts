/** Times a history by everybody who computes it. Runs in Node and in a browser's worker alike. */
import { ready } from '../../src/indicators/compute.js';
import { instantiateIndicators } from '../../src/kernels/indicators.js';
import type { Columns, Libraries, LibraryCall, LibraryName } from '../libraries/library.ts';
import { instantiateTaLib, type TaLibModule } from '../libraries/ta-lib.ts';
import { quickest } from '../rounds.ts';
import { makeBars, plainBars, sliceBars } from './bars.ts';
import type { Comparison } from './calls.ts';
import { COMPARISONS } from './comparisons.ts';
import {
  type Contender,
  computeOurs,
  KERNEL,
  type KernelMemory,
  kernelAlone,
  libraryBatch,
  OURS,
  TA_LIB_ALONE,
  taLib,
} from './contenders.ts';

export interface HistorySettings {
  readonly bars: number;
  /** Bars of the first, short run of everybody: for agreement, and to see who is far behind. */
  readonly shortBars: number;
  readonly rounds: number;
  readonly comparisons?: readonly Comparison[];
}

export const HISTORY_SETTINGS: HistorySettings = { bars: 1_000_000, shortBars: 10_000, rounds: 5 };

/** Who is this many times slower than the quickest library over the short history is not timed over the long one. */
const FAR_BEHIND = 2;
const SHORT_ROUNDS = 3;
/** Relative to the value, where the conventions are the same. */
const TOLERANCE = 1e-6;

export interface HistoryTiming {
  readonly indicator: string;
  readonly contender: string;
  /** For each value: of each bar, whatever it has outputs. */
  readonly nanoseconds: number;
}

interface Bars {
  readonly typed: Columns<Float64Array>;
  readonly plain: Columns;
}

interface Tools {
  readonly libraries: Libraries;
  readonly kernel: KernelMemory;
  readonly taLib: TaLibModule | undefined;
}

const barsOf = (typed: Columns<Float64Array>): Bars => ({ typed, plain: plainBars(typed) });
const isOurs = ({ name }: Contender) => name === OURS || name === KERNEL;
const isAlone = ({ name }: Contender) => name === KERNEL || name === TA_LIB_ALONE;

function contendersFor(
  comparison: Comparison,
  { libraries, kernel, taLib: module }: Tools,
  { typed, plain }: Bars,
): Contender[] {
  const contenders = [computeOurs(comparison, typed), kernelAlone(kernel, comparison, typed)];
  if (module && comparison.taLib) {
    contenders.push(taLib(module, comparison.taLib, typed, true), taLib(module, comparison.taLib, typed, false));
  }
  for (const [name, call] of Object.entries(comparison.libraries) as [LibraryName, LibraryCall][]) {
    const found = libraries.modules.get(name);
    if (found) contenders.push(libraryBatch(name, found, call, plain, comparison.late));
  }
  return contenders;
}

/** Positions from the newest back that are compared. */
const COMPARED = 100;

/** Throws unless the contenders' newest values are ours: a benchmark of different work says nothing. */
function compare(indicator: string, contenders: readonly Contender[]): void {
  const [ours] = contenders as readonly [Contender];
  for (const { name, newest, differs } of contenders) {
    for (let back = 0; back < COMPARED && !differs; back++) {
      const expected = ours.newest(back);
      for (const [index, value] of newest(back).entries()) {
        const should = expected[index] as number;
        if (!(Math.abs(value - should) <= TOLERANCE * Math.max(1e-3, Math.abs(should)))) {
          throw new Error(`${indicator}: ${name} has ${value} ${back} bars before the end, ours is ${should}`);
        }
      }
    }
  }
}

const free = (contenders: readonly Contender[]) => {
  for (const contender of contenders) contender.free?.();
};

/** Nanoseconds a value of each indicator and contender. */
export async function measureHistory(
  libraries: Libraries,
  progress: (text: string) => void,
  settings = HISTORY_SETTINGS,
): Promise<HistoryTiming[]> {
  await ready;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const tools: Tools = {
    libraries,
    kernel: { kernel: await instantiateIndicators(memory), memory },
    taLib: libraries.taLib && (await instantiateTaLib(libraries.taLib)),
  };
  const typed = makeBars(settings.bars);
  const long = barsOf(typed);
  const short = barsOf(sliceBars(typed, 0, settings.shortBars));
  const timings: HistoryTiming[] = [];
  for (const comparison of settings.comparisons ?? COMPARISONS) {
    const { name } = comparison;
    const all = contendersFor(comparison, tools, short);
    const roughly = quickest(all, SHORT_ROUNDS);
    compare(name, all);
    free(all);
    const best = Math.min(
      ...roughly.filter((_, index) => !isOurs(all[index] as Contender) && !isAlone(all[index] as Contender)),
    );
    const timed = contendersFor(comparison, tools, long).filter((contender, index) => {
      const stays = isOurs(contender) || isAlone(contender) || (roughly[index] as number) <= FAR_BEHIND * best;
      if (!stays) {
        timings.push({ indicator: name, contender: contender.name, nanoseconds: roughly[index] as number });
        contender.free?.();
      }
      return stays;
    });
    const nanoseconds = quickest(timed, settings.rounds);
    free(timed);
    timed.forEach((contender, index) => {
      timings.push({ indicator: name, contender: contender.name, nanoseconds: nanoseconds[index] as number });
    });
    const ours = timings.find((timing) => timing.indicator === name && timing.contender === OURS)?.nanoseconds;
    progress(`${name}: ${ours?.toFixed(2)} ns a value`);
  }
  return timings;
}

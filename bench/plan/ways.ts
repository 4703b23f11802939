/** Ways of taking one tick through a plan: in one call, or level by level with what lies between them handed over in some form. */
import { SLOTS } from '../../src/indicators/series-run.js';
import { type IndicatorKernel, instantiateIndicators } from '../../src/kernels/indicators.js';
import { INPUT, PLAN, SERIES, STEP } from '../../src/memory/layout.js';
import { PlanPlace } from '../../src/memory/plan.js';
import type { LevelledPlan } from './mix.ts';

/** Takes a price as the next position. */
export type Way = (price: number) => void;

/** A plan in a memory of its own. */
export interface PlacedPlan {
  readonly kernel: IndicatorKernel;
  readonly address: number;
  /** A plan for each level: headers that name parts of the same steps, so that the levels share series and state. */
  readonly levels: readonly Level[];
  /** Writes the next position's price. */
  put(price: number): number;
  readonly f64: Float64Array;
}

interface Level {
  readonly address: number;
  readonly results: readonly Place[];
  /** What its steps read that is no constant. */
  readonly inputs: readonly Place[];
}

/** A series by its name. */
interface Place {
  readonly name: string;
  /** Index of its first value, and of how many there are less one. */
  readonly at: number;
  readonly mask: number;
}

const ADDRESS = 64;
const PAGE = 65_536;
const CHUNK = 64;

export async function placePlan({ plan, ends }: LevelledPlan): Promise<PlacedPlan> {
  const place = new PlanPlace(plan, { chunk: CHUNK, slots: SLOTS });
  const headers = ADDRESS + place.bytes;
  const bytes = headers + ends.length * PLAN.BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  place.write(memory.buffer, ADDRESS);
  const u32 = new Uint32Array(memory.buffer);
  const f64 = new Float64Array(memory.buffer);
  const word = (at: number) => u32[at >> 2] as number;
  const series = (name: string, record: number): Place => ({
    name,
    at: word(record + SERIES.ADDRESS) >> 3,
    mask: (word(record + SERIES.MASK) - 7) >>> 3,
  });
  const steps = word(ADDRESS + PLAN.STEPS);
  const stepAt = (step: number) => steps + step * STEP.BYTES;
  const levels = ends.map((end, level): Level => {
    const address = headers + level * PLAN.BYTES;
    const from = ends[level - 1] ?? 0;
    u32.copyWithin(address >> 2, ADDRESS >> 2, (ADDRESS + PLAN.BYTES) >> 2);
    u32[(address + PLAN.STEPS) >> 2] = stepAt(from);
    u32[(address + PLAN.COUNT) >> 2] = end - from;
    const own = plan.steps.slice(from, end);
    const inputs = new Map<string, Place>();
    own.forEach(({ inputs: sources }, index) => {
      sources.forEach((source, input) => {
        const name = 'step' in source ? `s${source.step}` : 'input' in source ? 'close' : undefined;
        if (name) inputs.set(name, series(name, stepAt(from + index) + STEP.A + input * SERIES.BYTES));
      });
    });
    const results = own.map((_, index) => series(`s${from + index}`, stepAt(from + index) + STEP.OUT));
    return { address, results, inputs: [...inputs.values()] };
  });
  const close = series('close', ADDRESS + PLAN.INPUTS + INPUT.CLOSE * SERIES.BYTES);
  let position = 0;
  return {
    kernel: await instantiateIndicators(memory),
    address: ADDRESS,
    levels,
    f64,
    put(price) {
      f64[close.at + (position & close.mask)] = price;
      return position++;
    },
  };
}

/** One call runs every step. */
export function oneCall({ kernel, address, put }: PlacedPlan): Way {
  return (price) => {
    const position = put(price);
    kernel.advance(address, position, position + 1);
  };
}

/** A call for each level, which leaves its results where the next one finds them. */
export function callPerLevel({ kernel, levels, put }: PlacedPlan): Way {
  return (price) => {
    const position = put(price);
    for (const { address } of levels) kernel.advance(address, position, position + 1);
  };
}

/** A result as JavaScript gets it. */
export interface Result {
  readonly name: string;
  readonly position: number;
  readonly value: number;
}

/** A call for each level, whose results become objects that somebody takes. They are not even given back to the next level. */
export function objectsPerLevel(
  { kernel, levels, put, f64 }: PlacedPlan,
  take: (results: readonly Result[]) => void,
): Way {
  return (price) => {
    const position = put(price);
    for (const { address, results } of levels) {
      kernel.advance(address, position, position + 1);
      take(results.map(({ name, at, mask }) => ({ name, position, value: f64[at + (position & mask)] as number })));
    }
  };
}

/** What a level changes, by name. JSON has no NaN: `null` stands for it. */
type Values = Record<string, number | null>;

const numberOf = (value: number | null | undefined) => value ?? Number.NaN;

/** Each level gets its inputs as JSON, and its results leave as JSON. */
export function jsonPerLevel({ kernel, levels, put, f64 }: PlacedPlan): Way {
  return (price) => {
    const position = put(price);
    const known: Values = { close: price };
    for (const { address, inputs, results } of levels) {
      const changes: Values = {};
      for (const { name } of inputs) changes[name] = known[name] as number | null;
      const received = JSON.parse(JSON.stringify({ position, changes })) as { position: number; changes: Values };
      for (const { name, at, mask } of inputs) f64[at + (received.position & mask)] = numberOf(received.changes[name]);
      kernel.advance(address, received.position, received.position + 1);
      const values: Values = {};
      for (const { name, at, mask } of results) values[name] = f64[at + (position & mask)] as number;
      const answer = JSON.parse(JSON.stringify({ position, values })) as { position: number; values: Values };
      Object.assign(known, answer.values);
    }
  };
}

/** The newest value of every step's first output. */
export function newestOf({ levels, f64 }: PlacedPlan, position: number): number[] {
  return levels.flatMap(({ results }) => results.map(({ at, mask }) => f64[at + (position & mask)] as number));
}

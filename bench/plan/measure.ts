/** Times the ways of taking a tick through a plan. Runs in Node and in a browser's worker alike. */
import { compileTicker, instantiateTicker } from '../../src/kernels/ticker.js';
import { HostBlock } from '../../src/memory/host-block.js';
import { createTickerLane } from '../../src/memory/lane.js';
import { PageMemory } from '../../src/memory/page-memory.js';
import { makeTicks } from '../kernels/ticks.ts';
import { drainBatches } from '../kernels/variants.ts';
import { quickest, type Timed } from '../rounds.ts';
import { mixedPlan } from './mix.ts';
import {
  callPerLevel,
  jsonPerLevel,
  newestOf,
  objectsPerLevel,
  oneCall,
  type PlacedPlan,
  placePlan,
  type Result,
  type Way,
} from './ways.ts';

export interface PlanSettings {
  readonly steps: number;
  readonly levels: number;
  /** Levels that the same steps are spread over for another comparison. */
  readonly spread: readonly number[];
  readonly ticks: number;
  readonly rounds: number;
}

export const PLAN_SETTINGS: PlanSettings = { steps: 50, levels: 15, spread: [5, 20], ticks: 20_000, rounds: 30 };

export const WAYS = ['one call', 'a call per level', 'objects per level', 'JSON per level'] as const;
export type WayName = (typeof WAYS)[number];

export interface PlanTimings {
  /** Nanoseconds a tick. */
  readonly ways: Readonly<Record<WayName, number>>;
  /** A drain of one tick in a lane with the plan. */
  readonly drain: number;
  /** In one call, by the number of levels. */
  readonly spread: readonly { readonly levels: number; readonly nanoseconds: number }[];
}

/** JSON takes so much longer that fewer ticks do. */
const FEWER = 20;
const { price: PRICES } = makeTicks(1024);

function timed(way: Way, count: number): Timed {
  let at = 0;
  return {
    count,
    run() {
      for (let tick = 0; tick < count; tick++) {
        way(PRICES[at] as number);
        at = (at + 1) & 1023;
      }
    },
  };
}

/** Throws unless the ways end on the same values, and on known ones. */
async function compare(make: readonly ((placed: PlacedPlan) => Way)[], steps: number, levels: number): Promise<void> {
  const ticks = 500;
  const ends = await Promise.all(
    make.map(async (way) => {
      const placed = await placePlan(mixedPlan(steps, levels));
      timed(way(placed), ticks).run();
      return newestOf(placed, ticks - 1);
    }),
  );
  const [expected = []] = ends;
  for (const [index, values] of ends.entries()) {
    const wrong = values.findIndex((value, step) => !(value === expected[step]));
    if (wrong >= 0) throw new Error(`${WAYS[index]}: step ${wrong} is ${values[wrong]}, not ${expected[wrong]}`);
  }
}

export async function measurePlan(settings = PLAN_SETTINGS): Promise<PlanTimings> {
  const { steps, levels, ticks, rounds } = settings;
  let taken: readonly Result[] = [];
  const make = [
    oneCall,
    callPerLevel,
    (placed: PlacedPlan) =>
      objectsPerLevel(placed, (results) => {
        taken = results;
      }),
    jsonPerLevel,
  ] as const;
  await compare(make, steps, levels);

  const place = (count: number) => placePlan(mixedPlan(steps, count));
  const ways = await Promise.all(make.map(async (way) => way(await place(levels))));
  const spread = await Promise.all(settings.spread.map(async (count) => oneCall(await place(count))));
  const memory = new PageMemory({ shared: true });
  const kernel = await instantiateTicker(await compileTicker({ shared: true }), memory.memory);
  const { plan, ends } = mixedPlan(steps, levels);
  // a lane publishes what was given a name: here what the last level makes
  const named = { ...plan, outputs: plan.outputs.slice(ends.at(-2)) };
  const lane = createTickerLane(memory, { host: new HostBlock(memory).address, plan: named });
  const drain = drainBatches(memory, kernel, lane, makeTicks(256));

  const nanoseconds = quickest(
    [
      ...ways.map((way, index) => timed(way, WAYS[index] === 'JSON per level' ? Math.ceil(ticks / FEWER) : ticks)),
      { count: ticks, run: () => drain(ticks, 1) },
      ...spread.map((way) => timed(way, ticks)),
    ],
    rounds,
    3,
  );
  if (taken.length === 0) throw new Error('nobody took the objects');
  const [one, calls, objects, json, drained, ...others] = nanoseconds as [
    number,
    number,
    number,
    number,
    number,
    ...number[],
  ];
  return {
    ways: { 'one call': one, 'a call per level': calls, 'objects per level': objects, 'JSON per level': json },
    drain: drained,
    spread: settings.spread.map((count, index) => ({ levels: count, nanoseconds: others[index] as number })),
  };
}

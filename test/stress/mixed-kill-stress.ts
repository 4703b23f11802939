import { wrap } from 'comlink';
import { randomStream } from '../../src/feed/random.js';
import { BarReader } from '../../src/memory/bar-reader.js';
import { createTickerLane, type Lane } from '../../src/memory/lane.js';
import { HOST, LANE } from '../../src/memory/layout.js';
import { SignalReader } from '../../src/memory/signal-reader.js';
import { SlotReader } from '../../src/memory/slot-reader.js';
import type { PageRuntime } from '../../src/runtime/page.js';
import type { PooledHost } from '../../src/runtime/pooled-host.js';
import { differences, PLANS, pause } from './kill-stress.js';
import { watchWorkers } from './live-workers.js';
import type { FedLane, PairAccount, PairedSource } from './paired-source.worker.js';
import {
  createRuntime,
  endLane,
  type HostedLane,
  hostLane,
  newSeed,
  published,
  TestOwner,
  untilTicks,
} from './stress.js';

export interface MixedKillStress {
  /** Lanes with a worker of their own, and lanes that share two. Each has a twin in another memory, on hosts that nobody kills. */
  readonly dedicated: number;
  readonly pooled: number;
  /** How long workers are shot, lanes moved and changed. */
  readonly ms: number;
  /** Workers that are starting are shot, too, so that hosts give up and their lanes go elsewhere. */
  readonly ruthless?: boolean;
  readonly seed?: number;
  readonly kernel?: KernelBinary;
}

export interface MixedKillAccount {
  /** Workers that were shot, and those that their hosts counted as replaced. */
  readonly shots: number;
  readonly replaced: number;
  readonly moves: number;
  readonly changes: number;
  readonly ticks: number;
  readonly wrong: readonly string[];
}

/** Milliseconds from one event to the next at most. */
const EVENT_MS = 160;
/** Ticks of a pair between two rings of the bell. */
const BATCH = 700;
/** How often signals are taken: before the signal ring is full. */
const SIGNALS_MS = 4;
/** A lane that has not caught up so long after the last tick is stuck. */
const STUCK_MS = 20_000;

/** One lane on one runtime, which may be exchanged for others of the same plan, with all that was read of it. */
class Side {
  readonly signals: string[] = [];
  /** Where the lane's memory stands in the source's list. */
  readonly memory: number;
  hosted: HostedLane;
  readonly #runtime: PageRuntime;
  #reader: SignalReader;

  constructor(runtime: PageRuntime, memory: number, hosted: HostedLane) {
    this.#runtime = runtime;
    this.memory = memory;
    this.hosted = hosted;
    this.#reader = new SignalReader(runtime.memory, hosted.lane);
  }

  /** The same plan in another lane, which nobody runs yet. */
  sibling(options: (typeof PLANS)[number]): Lane {
    return createTickerLane(this.#runtime.memory, { ...options, host: this.hosted.host.block.address });
  }

  fed({ address }: Lane = this.hosted.lane): FedLane {
    return { memory: this.memory, address, byteLength: this.#runtime.memory.byteLength };
  }

  take(): void {
    for (const signal of this.#reader.take())
      this.signals.push(JSON.stringify({ ...signal, outputs: [...signal.outputs] }));
  }

  async change(lane: Lane): Promise<void> {
    const old = this.hosted.lane;
    await this.hosted.host.change(old, lane, true);
    this.take();
    this.hosted = { ...this.hosted, lane, reader: new SlotReader(this.#runtime.memory, lane) };
    this.#reader = new SignalReader(this.#runtime.memory, lane);
    this.#runtime.memory.free(old.address);
  }

  /** What there is to see of a lane that is stuck, and of its host. */
  get state(): string {
    const { i32 } = this.#runtime.memory;
    const { lane, host } = this.hosted;
    const word = (at: number) => Atomics.load(i32, at >> 2);
    const ring = `written ${word(lane.address + LANE.WRITE)}, read ${word(lane.address + LANE.READ)}`;
    const { address } = host.block;
    const [bell, answered, sleeping, calls, running] = [
      HOST.BELL,
      HOST.ANSWERED,
      HOST.SLEEPING,
      HOST.CALLS,
      HOST.STATE,
    ].map((field) => word(address + field));
    this.hosted.reader.read();
    return `${host.name}: shows ${published(this.hosted, 'TICKS')}, committed ${word(lane.address + LANE.COMMITTED)}; bell ${bell}, answered ${answered}, sleeping ${sleeping}, calls ${calls}, state ${running}; lane ${lane.address} of host ${word(lane.address + LANE.HOST)}, which is ${address}: ${ring}`;
  }

  /** Every bar that it keeps, as text. */
  get bars(): string {
    const columns = new BarReader(this.#runtime.memory, this.hosted.lane, this.hosted.reader).read(400);
    return JSON.stringify(Object.values(columns).map((column) => [...column]));
  }

  end(): Promise<void> {
    return endLane(this.#runtime, this.hosted);
  }
}

/** Waits for something that has its time; says what it waited for when that is over. */
async function inTime<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${STUCK_MS} ms for ${what}`)), STUCK_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What is wrong with a lane, told by its twin and by the source. */
function compare([target, twin]: readonly [Side, Side], account: PairAccount): string[] {
  for (const side of [target, twin]) side.take();
  const wrong = differences(target.hosted, twin.hosted);
  if (target.bars !== twin.bars) wrong.push(`bars: ${target.bars}, not ${twin.bars}`);
  if (twin.signals.length === 0) wrong.push('no signal fired');
  if (published(twin.hosted, 'LOST') > 0) wrong.push('signals were lost');
  const { length } = twin.signals;
  const differing = twin.signals.findIndex((signal, index) => signal !== target.signals[index]);
  if (differing >= 0 || target.signals.length !== length) {
    wrong.push(`signal ${differing} of ${length}, ${target.signals.length} came: ${target.signals[differing]}`);
  }
  const figures = (['TICKS', 'VOLUME', 'CONFLATED'] as const).map((name) => published(target.hosted, name));
  const sent = [account.ticks, account.volume, 0];
  if (`${figures}` !== `${sent}`) wrong.push(`ticks, volume and conflated are ${figures}, not ${sent}`);
  if (account.conflated > 0) wrong.push('the source did not wait: ticks were conflated');
  return [...wrong, ...target.hosted.failures, ...twin.hosted.failures];
}

/**
 * Shoots workers at random, of one lane and of many, while ticks come, lanes move between shared workers, and lanes are changed for others;
 * then compares each lane with an unkilled twin: every word of the slot, every bar, every signal.
 */
export async function stressMixedKills(options: MixedKillStress): Promise<MixedKillAccount> {
  const seed = options.seed ?? newSeed();
  const random = randomStream(seed);
  const below = (count: number) => Math.floor(random() * count);
  const calm = createRuntime();
  const { alive, restore } = watchWorkers();
  const runtime = createRuntime(options.kernel);
  const planOf = (pair: number) => PLANS[pair % PLANS.length] as (typeof PLANS)[number];
  const owners = [new TestOwner('dedicated'), new TestOwner(2)] as const;
  const quiet = new TestOwner(2);
  const pairs: (readonly [Side, Side])[] = [];
  for (let pair = 0; pair < options.dedicated + options.pooled; pair++) {
    const owner = owners[pair < options.dedicated ? 0 : 1];
    const target = await hostLane(runtime, owner, planOf(pair));
    // its workers are not watched, so that nobody shoots them
    const watched = globalThis.Worker;
    restore();
    const twin = await hostLane(calm, quiet, planOf(pair));
    globalThis.Worker = watched;
    pairs.push([new Side(runtime, 0, target), new Side(calm, 1, twin)]);
  }
  const worker = new Worker(new URL('./paired-source.worker.ts', import.meta.url), { type: 'module' });
  const source = wrap<PairedSource>(worker);
  const lanes = pairs.map((sides) => sides.map((side) => side.fed()));
  await source.begin([runtime.memory.memory, calm.memory.memory], lanes, seed, BATCH);
  const taking = setInterval(() => {
    for (const side of pairs.flat()) side.take();
  }, SIGNALS_MS);

  const wrong: string[] = [];
  const account = { shots: 0, moves: 0, changes: 0 };
  const busy = new Map<number, Promise<void>>();
  const moving: Promise<void>[] = [];

  const shoot = () => {
    const targets = [...alive].filter(({ begun }) => begun || options.ruthless);
    const target = targets[below(targets.length)];
    if (!target) return;
    if (random() < 0.6) target.terminate();
    else target.breakDown();
    account.shots++;
  };
  const move = () => {
    const [from, to] = random() < 0.5 ? runtime.pool.hosts : [...runtime.pool.hosts].reverse();
    const seats = [...(from?.seats ?? [])];
    const seat = seats[below(seats.length)];
    if (!seat || !to || to.gone) return;
    moving.push(seat.move(to as PooledHost));
    account.moves++;
  };
  const change = () => {
    const index = below(pairs.length);
    const sides = pairs[index] as readonly [Side, Side];
    if (busy.has(index)) return;
    const next = sides.map((side) => side.sibling(planOf(index)));
    const exchange = async () => {
      // both change at the same tick: what they take along is the same
      await source.replace(
        index,
        sides.map((side, at) => side.fed(next[at])),
      );
      await Promise.all(sides.map((side, at) => side.change(next[at] as Lane)));
      account.changes++;
    };
    busy.set(
      index,
      exchange().then(
        () => void busy.delete(index),
        (error) => void wrong.push(`pair ${index}: a change failed: ${error.message}`),
      ),
    );
  };

  const end = performance.now() + options.ms;
  while (performance.now() < end) {
    await pause(random() * EVENT_MS);
    const event = random();
    if (event < 0.35) for (let count = 1 + below(3); count > 0; count--) shoot();
    else if (event < 0.7) change();
    else move();
  }
  for (const [index, changing] of busy) {
    await inTime(`the change of pair ${index}`, changing).catch(({ message }) => wrong.push(message));
  }
  for (const [index, moved] of moving.entries()) {
    await inTime(`move ${index} of ${moving.length}`, moved).catch(({ message }) => wrong.push(message));
  }
  const accounts = await source.stop();
  worker.terminate();
  for (const [index, sides] of pairs.entries()) {
    const sent = accounts[index] as PairAccount;
    try {
      for (const { hosted } of sides) await untilTicks(hosted, sent.ticks, STUCK_MS);
      wrong.push(...compare(sides, sent).map((each) => `pair ${index}: ${each}`));
    } catch (error) {
      wrong.push(`pair ${index} is stuck: ${(error as Error).message}: ${sides.map(({ state }) => state).join('; ')}`);
    }
  }
  clearInterval(taking);
  await inTime('every lane to end', Promise.all(pairs.flat().map((side) => side.end()))).catch(({ message }) =>
    wrong.push(message),
  );
  restore();
  for (const { workers, memory } of [runtime, calm]) {
    if (workers || memory.used) wrong.push(`left: ${workers} workers, ${memory.used} bytes`);
  }
  if (calm.replaced) wrong.push(`a twin's worker was replaced: ${quiet.told}`);
  // the last try of a host that gives up replaces nothing
  const lost = account.shots - runtime.replaced;
  if (options.ruthless ? lost < 0 || lost > pairs.length : lost !== 0) {
    wrong.push(`${account.shots} shots, told: ${owners.flatMap(({ told }) => told).join('; ')}`);
  }
  const ticks = accounts.reduce((sum, each) => sum + each.ticks, 0);
  return { ...account, replaced: runtime.replaced, ticks, wrong };
}

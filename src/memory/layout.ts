/**
 * What every shared byte means. The page owns one shared memory; this room says how it is laid out (here, and nowhere
 * else: `.wat` files annotate each offset with the name it stands for, and the build compares them), hands out lanes of
 * it, and holds the few classes that may touch it. It imports nothing.
 *
 * ```
 *   0     PAGE      one block for the page: the frame loop's parking word
 *   1024  heap      host blocks, feed blocks, zone tables and lanes, handed out by PageMemory
 *
 *   a lane
 *   +-----------+------+-----------------+---------+---------+--------+--------+------+----------+
 *   | LANE      | ring | OVERFLOW cells  | BANK 0  | BANK 1  | SLOT   | STEPs  | trail| window,  |
 *   | header    |      | 2 per tick kind |         |         |        | (plan) |      | suffixes |
 *   +-----------+------+-----------------+---------+---------+--------+--------+------+----------+
 *     writer:     feed   feed and kernel   kernel    kernel    kernel   main     kernel kernel
 *     reader:     kernel kernel and feed   kernel    kernel    main     kernel   main   kernel
 * ```
 *
 * All addresses are byte addresses into the memory and multiples of 64, so that two threads never share a cache line by
 * accident. All numbers are little-endian.
 */

const BYTES = { u8: 1, u16: 2, u32: 4, f64: 8 } as const;
type Fields = Readonly<Record<string, keyof typeof BYTES>>;
type Layout<F extends Fields> = { readonly [Name in keyof F]: number } & { readonly BYTES: number };

/** Offsets of a record's fields in bytes, each aligned to its own size, and the record's size rounded up to 8. */
function struct<const F extends Fields>(fields: F): Layout<F> {
  const offsets: Record<string, number> = {};
  let end = 0;
  for (const [name, type] of Object.entries(fields)) {
    const size = BYTES[type];
    const at = Math.ceil(end / size) * size;
    offsets[name] = at;
    end = at + size;
  }
  offsets.BYTES = Math.ceil(end / 8) * 8;
  return offsets as Layout<F>;
}

/** Offsets of a record that starts at `offset` inside a larger one. */
function at<const F extends Fields>(offset: number, fields: F): { readonly [Name in keyof F]: number } {
  const { BYTES: _, ...inner } = struct(fields);
  return Object.fromEntries(Object.entries(inner).map(([name, from]) => [name, from + offset])) as Layout<F>;
}

/** The page's own block, at address 0. */
export const PAGE = {
  /** PARKING values: 0 the frame loop runs; 1 it sleeps on this word; 2 it sleeps and wants a message. Main thread sets, kernels clear. */
  PARKING: 64,
  /** First address of the heap. */
  HEAP: 1024,
} as const;
export const PARKING = { AWAKE: 0, NOTIFY: 1, MESSAGE: 2 } as const;

/**
 * What a host sleeps on. BELL has many writers (tick writers, the main thread): read-modify-write only. REASON is set by
 * the main thread and taken by the kernel. ANSWERED, SLEEPING and STATE are the host's.
 */
export const HOST = {
  ...struct({
    BELL: 'u32', // counts rings; the host sleeps while it has not moved
    REASON: 'u32', // bits of REASON: why the host must come back to its event loop
    ANSWERED: 'u32', // the value of BELL that the last finished drain had seen
    SLEEPING: 'u32', // 1 while the host waits on BELL: only then does a ring notify
    STATE: 'u32', // HOST_STATE
    CALLS: 'u32', // control calls the main thread has announced so far
  }),
  BYTES: 64,
} as const;
export const REASON = { STOP: 1, CALL: 2, NUDGE: 4 } as const;
export const HOST_STATE = { STARTING: 0, RUNNING: 1, STOPPED: 2 } as const;

/** Kinds of lanes, each with a layout of its own behind the common header. */
export const LANE_KIND = { TICKER: 1 } as const;

/** A lane's header. The first two lines are written by the main thread before any other thread knows the lane. */
export const LANE = {
  ...struct({
    KIND: 'u32',
    SIZE: 'u32', // bytes of the whole lane
    HOST: 'u32', // address of the host block whose bell the tick writer rings
    RING: 'u32', // address of cell 0
    CAPACITY: 'u32', // cells in the ring, a power of two
    OVERFLOW: 'u32', // address of the first overflow cell
    OVERFLOWS: 'u32', // how many: two per kind of tick and leg
    BANKS: 'u32', // address of bank 0; bank 1 follows it
    BANK_SIZE: 'u32', // bytes of one bank, a multiple of 64
    SLOT: 'u32',
    VALUES_SIZE: 'u32', // bytes of VALUES and outputs: what a publication copies from the bank into the slot
    PLAN: 'u32', // address of the first STEP
    STEPS: 'u32', // how many
    WINDOW: 'u32', // address of the series of prices that the plan reads
    WINDOW_MASK: 'u32', // its length minus one; the length is a power of two
    TRAIL: 'u32', // address of the sparkline's points: the window itself where a point is one step
    TRAIL_MASK: 'u32',
    ZONE: 'u32', // address of the ZONE table of the session's time zone
    BUCKET: 'f64', // milliseconds per trail point; 0: one point per step
    PREVIOUS_CLOSE: 'f64', // what `change` is against; NaN: the session's open. One 64-bit atomic store by the main thread
  }),
  WRITE: 128, // u32 write cursor: the tick writer's own line
  READ: 192, // u32 read cursor as committed: the kernel's own line
  COMMITTED: 196, // u32 commits so far; its lowest bit is the committed bank
  BYTES: 256,
} as const;

/** Kinds and flags of ticks, as numbers in a cell; `src/market/tick.ts` names them for everybody else. */
export const KIND = { TRADE: 1, QUOTE: 2 } as const;
export const FLAG = { REFERENCE: 1 } as const;

const TICK_FIELDS = {
  TIME: 'f64', // source time, epoch ms
  RECEIVED: 'f64', // receive time, epoch ms
  PRICE: 'f64', // trade price, or bid
  SIZE: 'f64', // trade size, or bid size
  ASK: 'f64',
  ASK_SIZE: 'f64',
  SEQUENCE: 'f64', // the source's own number, exact to 2^53; NaN where it has none
  KIND: 'u8', // KIND
  FLAGS: 'u8', // bits; FLAG.REFERENCE: sets `last`, neither counted nor added to the volume
  LEG: 'u16', // which of the lane's symbols, 0 the first
  SYMBOL: 'u32', // the feed's id of the symbol
} as const;

/** One trade or quote, as the tick writer puts it into a ring: 64 bytes, one cache line. */
export const TICK = { ...struct(TICK_FIELDS), BYTES: 64 } as const;

/**
 * Ticks of one kind merged because the ring was full: a tick with the last one's fields (SIZE is the sum, of trades), and
 * what else there is to know of the others. STATE changes by compare-exchange, except that only the owner leaves WRITER or
 * READER. For quotes FIRST, HIGH and LOW are mids.
 */
export const OVERFLOW = {
  ...struct({
    ...TICK_FIELDS,
    STATE: 'u32',
    TAG: 'u32', // the write cursor when the first tick went in: the kernel takes the cell when its read cursor gets there
    CLAIM: 'u32', // 0, or the number of the take in progress: BANK.TAKES after it
    COUNT: 'u32', // ticks merged
    COUNTED: 'u32', // of these, all but reference trades: they are counted and step the plan
    FIRST: 'f64',
    HIGH: 'f64',
    LOW: 'f64',
    NOTIONAL: 'f64', // summed price x size of trades, reference trades left out, as of SIZE
    FIRST_TIME: 'f64',
    FIRST_SEQUENCE: 'f64',
  }),
  BYTES: 192,
} as const;
export const OVERFLOW_STATE = { EMPTY: 0, FULL: 1, WRITER: 2, READER: 3 } as const;

/** What a slot publishes, in this order in the bank and in the slot; NaN: not known yet. */
const VALUES = {
  LAST: 'f64',
  BID: 'f64',
  BID_SIZE: 'f64',
  ASK: 'f64',
  ASK_SIZE: 'f64',
  OPEN: 'f64',
  HIGH: 'f64',
  LOW: 'f64',
  CHANGE: 'f64',
  CHANGE_PERCENT: 'f64',
  VOLUME: 'f64',
  VWAP: 'f64',
  TIME: 'f64', // source time of the newest tick, epoch ms
  RECEIVED: 'f64', // its receive time, epoch ms
  SEQUENCE: 'f64', // its source's number
  TICKS: 'f64', // trades and quotes
  TRADES: 'f64',
  CONFLATED: 'f64', // ticks that were merged into another because the ring was full
  TRAIL_FROM: 'u32', // positions in the trail: the first point of the series
  TRAIL_TO: 'u32', // and the one after the last
} as const;

/** A lane's state between drains, twice: a drain copies the committed bank, works in the other and commits by one store. */
export const BANK = {
  ...struct({
    READ: 'u32', // read cursor
    TAKES: 'u32', // overflow cells taken so far
    STEPPING: 'u32', // STEPPING
    POSITION: 'u32', // prices appended to the window so far
    SERIES_FROM: 'u32', // position of the series' first price
    PADDING: 'u32',
    SESSION_START: 'f64', // epoch ms; the session covers start <= time < end
    SESSION_END: 'f64',
    NOTIONAL: 'f64', // summed price x size of the session
    TRAIL_BUCKET: 'f64', // number of the bucket of the trail's last point
  }),
  ...at(64, VALUES),
  OUTPUTS: 64 + struct(VALUES).BYTES, // one f64 per step, then the steps' states
} as const;
/** What `last` and the plan step on. */
export const STEPPING = { NONE: 0, MIDS: 1, TRADES: 2 } as const;

/** What the main thread reads. */
export const SLOT = {
  VERSION: 0, // u32, odd while a publication is in progress
  ...at(8, VALUES),
  VALUES: 8,
  OUTPUTS: 8 + struct(VALUES).BYTES,
} as const;

/**
 * Series are rings of f64 values by position: the value at a position stands at ADDRESS + ((position * 8) & MASK). MASK is the
 * ring's bytes minus one, a power of two minus one; 0: one value for every position, a constant.
 */
export const SERIES = { ADDRESS: 0, MASK: 4, BYTES: 8 } as const;

/** What fills a plan's input series: a tick, or a bar. Indexes into PLAN.INPUTS. */
export const INPUT = {
  OPEN: 0,
  HIGH: 1,
  LOW: 2,
  CLOSE: 3,
  VOLUME: 4,
  BID: 5,
  ASK: 6,
  TIME: 7, // source time of the tick, or start of the bar, epoch ms
  SESSION: 8, // 1 where a session begins, else 0
  RECEIVED: 9, // receive time, epoch ms
  COUNT: 10,
} as const;

/** A compiled plan. Never changes once it was written; what changes are series, private rings and state slots. */
export const PLAN = {
  ...struct({
    STEPS: 'u32', // address of the first STEP; they run in order
    COUNT: 'u32',
    STATES: 'u32', // address of state slot 0; the others follow
    STATE_SIZE: 'u32', // bytes of one slot, a multiple of 8
    CHUNK: 'u32', // positions that one run may cover: series keep so many more than their readers look back
    OUTPUTS: 'u32', // address of the SERIES of each published output
    OUTPUT_COUNT: 'u32',
    ALERTS: 'u32', // address of the first ALERT
    ALERT_COUNT: 'u32',
    EXTRAS: 'u32', // 1 where a series beside CLOSE has to be filled on every tick
  }),
  INPUTS: 40, // INPUT.COUNT times SERIES; one that nobody reads has the address 0
  BYTES: 128,
} as const;
/** State slots of a plan in a lane: what is committed, what was before the last bar, two to work in, and one for previews. */
export const STATE_SLOTS = { COUNT: 5, PREVIEW: 4 } as const;

/** One step of a plan: an operation over series. */
export const STEP = {
  ...struct({
    OPERATION: 'u32', // OPERATION: its index in the kernel's table
    PERIOD: 'u32',
    STATE: 'u32', // offset of its state in a state slot
    TABLE: 'u32', // address of its constants
    RINGS: 'u32', // address of its first private ring; the others follow, RINGS_MASK + 1 bytes each
    RINGS_MASK: 'u32',
    A: 'u32', // inputs, as SERIES
    A_MASK: 'u32',
    B: 'u32',
    B_MASK: 'u32',
    C: 'u32',
    C_MASK: 'u32',
    D: 'u32',
    D_MASK: 'u32',
    OUT: 'u32', // outputs, as SERIES
    OUT_MASK: 'u32',
    OUT_2: 'u32',
    OUT_2_MASK: 'u32',
    OUT_3: 'u32',
    OUT_3_MASK: 'u32',
    OUT_4: 'u32',
    OUT_4_MASK: 'u32',
    P: 'f64', // numbers that the operation names
    Q: 'f64',
  }),
  BYTES: 128,
} as const;

/** Operations in the order of the kernel's table; `wat/steps/` says what each computes. */
export const OPERATION = {
  ADD: 0,
  SUBTRACT: 1,
  MULTIPLY: 2,
  DIVIDE: 3,
  MULTIPLY_ADD: 4,
  MINIMUM: 5,
  MAXIMUM: 6,
  ABSOLUTE: 7,
  ROOT: 8,
  SIGN: 9,
  GREATER: 10,
  GREATER_EQUAL: 11,
  EQUAL: 12,
  AND: 13,
  OR: 14,
  NOT: 15,
  OTHERWISE: 16,
  SELECT: 17,
  LAG: 18,
  CROSS: 19,
  STREAK: 20,
  MEAN: 21,
  WEIGHTED: 22,
  MOMENTS: 23,
  HIGHEST: 24,
  LOWEST: 25,
  MEDIAN: 26,
  MEAN_DEVIATION: 27,
  FILTER: 28,
  AVERAGE: 29,
  ADAPTIVE: 30,
  STRENGTH: 31,
  RANGE: 32,
  DIRECTION: 33,
  CUMULATE: 34,
  PARABOLIC: 35,
  SUPERTREND: 36,
} as const;

/** AVERAGE's state. */
export const AVERAGE = struct({
  BASE: 'f64', // the average before the group of four; while it begins, the sum of the first values
  PART: 'f64', // what the group's values add
  WEIGHT: 'f64', // what is left of BASE
  COUNT: 'u32', // known values seen, not above PERIOD
  PHASE: 'u32', // values of the group seen, 0 to 3
});

/** An alert of a plan: two series of 0 and 1, NaN where nothing is known. */
export const ALERT = {
  ...struct({
    WHEN: 'u32', // its condition, as SERIES
    WHEN_MASK: 'u32',
    HOLD: 'u32', // the condition loosened by the hysteresis, as SERIES: while it is 1 a fired alert does not fire again
    HOLD_MASK: 'u32',
    ID: 'u32', // by which an alert is known in another plan of the same widget
    ONCE: 'u32', // 1: fires once
  }),
  BYTES: 32,
} as const;
export const ALERT_STATE = { ARMED: 0, FIRED: 1, DONE: 2 } as const;

/** Local time of a session's time zone: COUNT entries of UNTIL (epoch ms, exclusive) and OFFSET (local minus UTC, ms). */
export const ZONE = { COUNT: 0, ENTRIES: 8, UNTIL: 0, OFFSET: 8, ENTRY_BYTES: 16 } as const;

/** A feed's counters, published by its worker under VERSION as a slot is. */
export const FEED = {
  VERSION: 0,
  ...at(8, {
    MESSAGES: 'f64',
    BYTES_RECEIVED: 'f64',
    TICKS: 'f64',
    REFERENCES: 'f64',
    REJECTED: 'f64',
    IGNORED: 'f64',
    UNROUTED: 'f64',
    CONFLATED: 'f64',
    GAPS: 'f64',
    RECONNECTS: 'f64',
    ERRORS: 'f64',
    LAST_MESSAGE: 'f64', // epoch ms of the last frame, 0 before the first
  }),
  VALUES: 8,
  BYTES: 128,
} as const;

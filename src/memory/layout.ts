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
    SERIES: 'u32', // SERIES: what `last` and the plan step on
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
export const SERIES = { NONE: 0, MIDS: 1, TRADES: 2 } as const;

/** What the main thread reads. */
export const SLOT = {
  VERSION: 0, // u32, odd while a publication is in progress
  ...at(8, VALUES),
  VALUES: 8,
  OUTPUTS: 8 + struct(VALUES).BYTES,
} as const;

/** One step of a plan: an operation over the window, one output. */
export const STEP = {
  ...struct({
    OPERATION: 'u32', // OPERATION
    PERIOD: 'u32',
    SUFFIX: 'u32', // address of the operation's own series
    SUFFIX_MASK: 'u32',
    OUTPUT: 'u32', // offset of its f64 in the bank
    STATE: 'u32', // offset of its STATE record in the bank
  }),
  BYTES: 32,
} as const;
export const OPERATION = { SMA: 1 } as const;

/** A moving average's state in the bank: sums over fixed blocks of PERIOD values. */
export const SMA = struct({
  PREFIX: 'f64', // sum of the current block so far
  FILLED: 'u32', // values in the current block
  COUNT: 'u32', // values seen, not above PERIOD
});

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

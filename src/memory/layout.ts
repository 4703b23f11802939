/**
 * What every shared byte means. The page owns one shared memory; this room says how it is laid out (here, and nowhere
 * else: `.wat` files annotate each offset with the name it stands for, and the build compares them), hands out lanes of
 * it, and holds the few classes that may touch it. It imports nothing.
 *
 * ```
 *   0     PAGE      one block for the page: the frame loop's parking word, blocks of shared hosts, the main thread's scratch
 *   78 K  heap      host blocks, feed blocks, zone tables and lanes, handed out by PageMemory
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
  /** First block of the hosts that lanes share: lanes move to them while they tick, so all threads' views reach there from the begin. */
  HOSTS: 1024,
  /** How many: 64 workers of a pool, and the main thread. */
  HOST_COUNT: 65,
  HOST_BYTES: 1152,
  /** Where the main thread has slots copied to; nobody else looks there. */
  SCRATCH: 75_904,
  SCRATCH_BYTES: 4096,
  /** First address of the heap. */
  HEAP: 80_000,
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
    ANSWERED: 'u32', // the value of BELL that the last drain had seen which emptied the ring; one less while more waits
    SLEEPING: 'u32', // 1 while the host waits on BELL: only then does a ring notify
    STATE: 'u32', // HOST_STATE
    CALLS: 'u32', // control calls the main thread has announced so far
    DIRTY_WORDS: 'u32', // words of the bitmap at DIRTY, a power of two; 0: the host has one lane, and none
    TURNS: 'u32', // turns of a host that lanes share so far
    BUSY: 'u32', // microseconds that they took
  }),
  BYTES: 64,
  /** Bits of the lanes that have something, where lanes share the host: ringers set them, the host takes them a word at a time. */
  DIRTY: 64,
  /** DIRTY_WORDS of a host that lanes share. */
  MANY: 256,
  /** A lane's bit is (address >> SPAN) modulo the bits: a lane is longer than that, so that few share one, and those are drained together. */
  SPAN: 14,
} as const;
export const REASON = { STOP: 1, CALL: 2, NUDGE: 4, SIGNAL: 8 } as const;
/** What a drain answers, beside bits of REASON. */
export const DRAINED = { PUBLISHED: 1, MORE: 2 } as const;
export const HOST_STATE = { STARTING: 0, RUNNING: 1, STOPPED: 2 } as const;

/** Kinds of lanes, each with a layout of its own behind the common header. */
export const LANE_KIND = { TICKER: 1 } as const;

/** A lane's header. The first two lines are written by the main thread before any other thread knows the lane. */
export const LANE = {
  ...struct({
    KIND: 'u32',
    SIZE: 'u32', // bytes of the whole lane
    HOST: 'u32', // address of the host block whose bell the tick writer rings; the main thread may change it by an atomic store
    RING: 'u32', // address of cell 0
    CAPACITY: 'u32', // cells in the ring, a power of two
    OVERFLOW: 'u32', // address of the first overflow cell
    OVERFLOWS: 'u32', // how many: two per kind of tick and leg
    BANKS: 'u32', // address of bank 0; bank 1 follows it
    BANK_SIZE: 'u32', // bytes of one bank, a multiple of 64
    SLOT: 'u32',
    VALUES_SIZE: 'u32', // bytes of VALUES, outputs and bars: what a publication copies from the bank into the slot
    PLAN: 'u32', // address of the PLAN
    TRAIL: 'u32', // the sparkline's points, as SERIES: the plan's CLOSE where a point is one step
    TRAIL_MASK: 'u32',
    ZONE: 'u32', // address of the ZONE table of the session's time zone
    BARS: 'u32', // offset of the forming BAR in a bank, the one before behind it; without an INTERVAL there are none
    LEGS: 'u32', // offset of the first LEG in a bank
    LEG_COUNT: 'u32', // how many; 0: the lane has one symbol, whose price is its own
    PROGRAM: 'u32', // address of the PROGRAM that makes a price of the legs' prices
    ALERT_STATES: 'u32', // offset of the first alert's ALERT_STATE in a bank
    SIGNALS: 'u32', // address of the first SIGNAL of the signal ring
    SIGNALS_MASK: 'u32', // how many it holds minus one, a power of two minus one
    SIGNAL_SIZE: 'u32', // bytes of one: SIGNAL.OUTPUTS and the plan's outputs
    BUCKET: 'f64', // milliseconds per trail point; 0: one point per tick
    PREVIOUS_CLOSE: 'f64', // what `change` is against; NaN: the session's open. One 64-bit atomic store by the main thread
    INTERVAL: 'f64', // milliseconds of a bar; 0: the plan steps on ticks
  }),
  WRITE: 128, // u32 write cursor: the tick writer's own line
  READ: 192, // u32 read cursor as committed: the kernel's own line
  COMMITTED: 196, // u32 commits so far; its lowest bit is the committed bank
  TAKEN: 256, // u32 signals that the main thread has taken: its own line
  TOLD: 260, // u32, 1 once a host has told the main thread of signals, 0 when that begins to take them
  BYTES: 320,
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
  OLDEST: 'f64', // receive time of the leg that has been silent for the longest, epoch ms; NaN while one never ticked
  LATE: 'f64', // ticks of the bar before the forming one, which they corrected
  DROPPED: 'f64', // ticks of bars before that, which changed no bar
  LOST: 'f64', // signals that found the signal ring full
  SIGNALS: 'u32', // signals so far
  BARS_FROM: 'u32', // position of the series' first bar
  BARS_TO: 'u32', // position of the forming bar
  OPENED: 'u32', // 1: a session began, and the plan has not stepped in it
  TRAIL_FROM: 'u32', // positions in the trail: the first point of the series
  TRAIL_TO: 'u32', // and the one after the last
  LIVE: 'f64', // start of the first bar that ticks went into, epoch ms: history takes the place of those before it
} as const;

/** A lane's state between drains, twice: a drain copies the committed bank, works in the other and commits by one store. */
export const BANK = {
  ...struct({
    READ: 'u32', // read cursor
    TAKES: 'u32', // overflow cells taken so far
    STEPPING: 'u32', // STEPPING
    POSITION: 'u32', // of the next price of the series, or of the forming bar
    SERIES_FROM: 'u32', // position of the series' first price
    AFTER: 'u32', // state slot after the last committed position
    BEFORE: 'u32', // state slot before that position: from there it is computed again after a late tick
    JOINED: 'u32', // 1: bars go on from history, whatever the series steps on
    SESSION_START: 'f64', // epoch ms; the session covers start <= time < end
    SESSION_END: 'f64',
    NOTIONAL: 'f64', // summed price x size of the session
    TRAIL_BUCKET: 'f64', // number of the bucket of the trail's last point
  }),
  ...at(64, VALUES),
  OUTPUTS: 64 + struct(VALUES).BYTES, // one f64 per output, then bars, legs and alerts' states
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
export const SERIES = { ADDRESS: 0, MASK: 4, BYTES: 8, VALUE: 0 } as const; // VALUE: one position, 8 bytes before the next

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

/** A bar in a bank. */
export const BAR = struct({
  START: 'f64', // epoch ms
  OPEN: 'f64',
  HIGH: 'f64',
  LOW: 'f64',
  CLOSE: 'f64',
  VOLUME: 'f64',
  SESSION: 'f64', // 1: its session's first
  END: 'f64', // epoch ms, exclusive; NaN: there is no bar
  TIME: 'f64', // source time of the tick that made CLOSE
});

/** One of the symbols that a price is made of, in a bank. */
export const LEG = struct({
  PRICE: 'f64', // last trade, or mid while only quotes have come; NaN: not known yet
  RECEIVED: 'f64', // receive time of its newest tick, epoch ms
  STEPPING: 'u32', // STEPPING
});

/** How a price is made of the legs' prices: a stack machine. */
export const PROGRAM = {
  COUNT: 0, // u32 instructions
  STACK: 8, // 16 values, then the instructions
  INSTRUCTIONS: 136,
  ...at(0, { CODE: 'u32', LEG: 'u32', VALUE: 'f64' }),
  INSTRUCTION_BYTES: 16,
} as const;
export const PROGRAM_CODE = { CONSTANT: 0, LEG: 1, ADD: 2, SUBTRACT: 3, MULTIPLY: 4, DIVIDE: 5, NEGATE: 6 } as const;

/** An alert that fired, in the signal ring; the plan's outputs follow. */
export const SIGNAL = {
  ...struct({
    ALERT: 'u32', // its ALERT.ID
    POSITION: 'u32',
    TIME: 'f64', // source time of the tick, epoch ms
    RECEIVED: 'f64',
    PRICE: 'f64',
    BID: 'f64',
    ASK: 'f64',
  }),
  OUTPUTS: 48,
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
  // the input series in the order of INPUT; one that nobody reads has the address 0
  INPUTS: 40,
  ...at(40, {
    OPEN: 'u32',
    OPEN_MASK: 'u32',
    HIGH: 'u32',
    HIGH_MASK: 'u32',
    LOW: 'u32',
    LOW_MASK: 'u32',
    CLOSE: 'u32',
    CLOSE_MASK: 'u32',
    VOLUME: 'u32',
    VOLUME_MASK: 'u32',
    BID: 'u32',
    BID_MASK: 'u32',
    ASK: 'u32',
    ASK_MASK: 'u32',
    TIME: 'u32',
    TIME_MASK: 'u32',
    SESSION: 'u32',
    SESSION_MASK: 'u32',
    RECEIVED: 'u32',
    RECEIVED_MASK: 'u32',
  }),
  BYTES: 128,
} as const;
/** State slots of a plan in a lane: what is committed, what was before the last bar, two to work in, and one for previews. */
export const STATE_SLOTS = { COUNT: 5, PREVIEW: 4 } as const;

/** One step of a plan: an operation over series. */
export const STEP = {
  ...struct({
    OPERATION: 'u32', // OPERATION
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

/** Operations in the order in which `wat/steps/plan.wat` calls them; `wat/steps/` says what each computes. */
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
  DIFFERENCE: 37,
  DISTANCE: 38,
  PERCENT: 39,
  FLOW: 40,
  SUM: 41,
} as const;

/** AVERAGE's state. */
export const AVERAGE = struct({
  BASE: 'f64', // the average before the group of four; while it begins, the sum of the first values
  PART: 'f64', // what the group's values add
  WEIGHT: 'f64', // what is left of BASE
  COUNT: 'u32', // known values seen, not above PERIOD
  PHASE: 'u32', // values of the group seen, 0 to 3
});

/** LAG's state, and that of what is made of it. */
export const LAG = struct({
  COUNT: 'u32', // positions seen, not above PERIOD; 8 for each
});

/** CROSS's state. */
export const CROSS = struct({
  A: 'f64', // the position before
  B: 'f64',
  SEEN: 'u32', // 1 once there was one
});

/** STREAK's state. */
export const STREAK = struct({
  VALUE: 'f64', // the last known one
  LENGTH: 'u32', // signed
  SEEN: 'u32', // 1 once there was one
});

/** RANGE's state. */
export const RANGE = struct({
  CLOSE: 'f64', // of the last known bar
  SEEN: 'u32', // 1 once there was one
});

/** DIRECTION's state. */
export const DIRECTION = struct({
  HIGH: 'f64', // of the last known bar
  LOW: 'f64', // negated
  SEEN: 'u32', // 1 once there was one
});

/** CUMULATE's state. */
export const CUMULATE = struct({
  SUM: 'f64',
  LOST: 'f64', // what rounding took from SUM
  HELD: 'u32', // 1: b was neither 0 nor unknown at the position before
  BEGUN: 'u32', // 1 once b was so
});

/** PARABOLIC's state. */
export const PARABOLIC = struct({
  STOP: 'f64', // of the last known bar
  EXTREME: 'f64', // the highest high of a rise, the lowest low of a fall
  FACTOR: 'f64', // acceleration
  HIGH: 'f64', // of the last known bar
  HIGH_BEFORE: 'f64', // of the bar before it
  LOW: 'f64',
  LOW_BEFORE: 'f64',
  COUNT: 'u32', // bars seen, not above 2
  FALLING: 'u32', // 1 in a fall, 0 in a rise
  TURNED: 'u32', // 1 once it has turned
});

/** SUPERTREND's state. */
export const SUPERTREND = struct({
  UPPER: 'f64', // of the last known bar
  LOWER: 'f64',
  CLOSE: 'f64',
  SIDE: 'u32', // 0 before the first bar, 1 while the line is the lower band, 2 while it is the upper one
});

/** State of a window's operations; PHASE is bytes of the block seen, READY 1 once a block before it is finished. */
export const MEAN = struct({ EVEN: 'f64', ODD: 'f64', BEFORE: 'f64', PHASE: 'u32', READY: 'u32' });
export const WEIGHTED = struct({ SUM: 'f64', WEIGHTED: 'f64', PHASE: 'u32', READY: 'u32' });
export const MOMENTS = struct({
  SUM: 'f64', // of the block's values, as distances from its first
  SQUARES: 'f64', // of the same distances
  FIRST: 'f64', // the block's first value
  LAST: 'f64', // the last value of the block before
  PHASE: 'u32',
  READY: 'u32',
  SPARE: 'f64', // with the next, where outputs go that nobody reads
  SPARE_2: 'f64',
});
/** HIGHEST's and LOWEST's; KNOWN: bytes of known values in a row, not above the window. */
export const EXTREME = struct({ VALUE: 'f64', AT: 'u32', PHASE: 'u32', KNOWN: 'u32' });
/** MEDIAN's: bytes of the window seen, of them known, and these in order. */
export const MEDIAN = struct({ SEEN: 'u32', KNOWN: 'u32', VALUES: 'f64' });
/** MEAN_DEVIATION's and FILTER's. */
export const SEEN = struct({ SEEN: 'u32' });

/** ADAPTIVE's state. */
export const ADAPTIVE = struct({ VALUE: 'f64', COUNT: 'u32' });
/** STRENGTH's state: average gain and change as in AVERAGE. */
export const STRENGTH = struct({
  GAIN: 'f64',
  CHANGE: 'f64',
  PART_GAIN: 'f64',
  PART_CHANGE: 'f64',
  WEIGHT: 'f64',
  BEFORE: 'f64', // the last known value
  COUNT: 'u32', // known values seen, not above PERIOD + 1
  PHASE: 'u32',
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

/** Bars from before the live ones: a block that the page allocates and the feed worker fills, once. */
export const HISTORY = {
  ...struct({
    LIMIT: 'u32', // how many bars there is room for
    COUNT: 'u32', // how many there are, oldest first
  }),
  BARS: 64, // the first HISTORY_BAR
} as const;
export const HISTORY_BAR = struct({
  TIME: 'f64', // start, epoch ms
  OPEN: 'f64',
  HIGH: 'f64',
  LOW: 'f64',
  CLOSE: 'f64',
  VOLUME: 'f64',
});

/**
 * Ticks on their way from a feed to a host where they go by message: this header, then COUNT TICK cells, each with the address of its lane
 * behind it. Buffers are of equal size and go back to the feed, empty.
 */
export const BATCH = {
  ...struct({
    COUNT: 'u32',
    LAST: 'u32', // 1: no further batch of this frame follows
  }),
  TICKS: 8,
  LANE: 64, // of a cell with its lane, u32
  CELL_BYTES: 72,
  BUFFER_BYTES: 64 * 1024,
} as const;

/** What a host sends back: parts of the memory as they are now, one after another. */
export const PATCH = {
  ...struct({
    ADDRESS: 'u32', // of its first byte, a multiple of 4
    LENGTH: 'u32', // bytes, a multiple of 4
  }),
  CONTENT: 8, // then the next one, at a multiple of 4
} as const;

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
    DOUBLES: 'f64',
    RECONNECTS: 'f64',
    ERRORS: 'f64',
    EVICTED: 'f64', // TABLE.EVICTED and TABLE.REFUSED of the feed's market table
    REFUSED: 'f64',
    LAST_MESSAGE: 'f64', // epoch ms of the last frame, 0 before the first
    BATCHES: 'f64', // messages with ticks to hosts
    BATCH_BYTES: 'f64',
  }),
  VALUES: 8,
  BYTES: 192,
} as const;

/**
 * A feed's market table, in a memory of its own: the newest quote of every symbol seen, and bars that somebody asked for. One
 * writer (the feed worker), any number of readers. Words that readers write have a cache line of their own.
 *
 * ```
 *   0      TABLE     counts, cursors, requests, addresses of the blocks of records
 *   4096   changes   ring of record ids, in the order of their publications
 *   36864  touched   the writer's list of records that the next flush publishes
 *   40960  blocks    of equal size, each TABLE_RECORDs or one TABLE_SERIES
 * ```
 */
export const TABLE = {
  ...struct({
    MAGIC: 'u32', // says that this is a table, and of which layout
    RECORDS: 'u32', // records there are: stored last, once a record's name is written
    EVICTED: 'u32', // series that gave way to others
    REFUSED: 'u32', // symbols that found no room, or whose name is too long
    SERIES: 'u32', // series there are
  }),
  CHANGES: 64, // u32 publications of records so far: readers sleep on it
  WAITING: 128, // u32, 1 once a reader is about to sleep on CHANGES; the writer clears it when it wakes them all
  USES: 192, // u32, counts readers' uses of series: the clock of TABLE_SERIES.USED
  REQUESTS: 256, // u32, counts requests for bars
  REQUEST_CELLS: 320, // u32 each; 0, or a request: record id * 8 + interval + 1, put there by compare-exchange
  REQUEST_COUNT: 64,
  RECORD_BLOCKS: 1024, // u32 addresses of the blocks of records, in their order
  RING: 4096, // u32 ids of changed records
  RING_MASK: 8191, // cells minus one, a power of two minus one
  RING_STEP: 1024, // cells that are written at most before CHANGES tells of them
  TOUCHED: 36_864, // u32 addresses of records
  TOUCHED_COUNT: 1024,
  BLOCKS_AT: 40_960,
  BLOCK_BYTES: 70_400,
} as const;

/** TABLE.MAGIC: the bytes `TLT1`; another layout has another number. */
export const TABLE_MAGIC = 0x31544c54;

/** What a market table knows of a symbol, in this order; NaN: not known yet. */
const QUOTE = {
  LAST: 'f64', // price of the last trade, or the mid while only quotes have come
  SIZE: 'f64', // its size
  BID: 'f64',
  BID_SIZE: 'f64',
  ASK: 'f64',
  ASK_SIZE: 'f64',
  TIME: 'f64', // source time of the newest tick, epoch ms
  RECEIVED: 'f64', // its receive time, epoch ms
  SEQUENCE: 'f64', // its source's number
  VOLUME: 'f64', // traded size since midnight UTC; NaN before the first trade
} as const;

/** One symbol of a market table. What readers see, then what only the writer touches, then the name. */
export const TABLE_RECORD = {
  VERSION: 0, // u32, odd while a publication is in progress
  ...at(8, QUOTE),
  VALUES: 8,
  VALUES_BYTES: struct(QUOTE).BYTES,
  ...at(88, {
    SERIES: 'u32', // addresses of the TABLE_SERIES of each interval; 0: there is none
    SERIES_1: 'u32',
    SERIES_2: 'u32',
    SERIES_3: 'u32',
    SERIES_4: 'u32',
    SERIES_5: 'u32',
    WATCHES: 'u32', // how many of them there are
    TOUCHED: 'u32', // 1: in the list of what is to be published
    ID: 'u32', // counts from 0
    NAME_BYTES: 'u32', // bytes of the name in UTF-8
  }),
  INTERVALS: 6,
  WORKING: 128, // the values as the next publication will show them
  SESSION_END: 208, // f64, end of the day that VOLUME covers, epoch ms
  NAME: 216,
  NAME_MOST: 104,
  BYTES: 320,
} as const;

/**
 * Bars of one symbol and interval. INTERVAL, ZONE and BARS of a LANE, and a BANK, stand here as in a lane, so that the same
 * functions make the bars; only the writer touches those. Readers see what is published: the two bars that may still change, and
 * the ring of those that do not.
 */
export const TABLE_SERIES = {
  BANK: 128,
  BARS: 392, // the forming BAR and the one before it, within the bank; what is published begins here
  FROM: 536, // u32 position of the first bar
  TO: 540, // u32 position of the forming one
  VERSION: 576,
  VALUES: 584, // BARS, FROM and TO as published
  VALUES_BYTES: 152,
  CLAIMED: 768, // u32 position after the newest that the ring holds, or is being given
  GENERATION: 772, // u32, counts the series that this block has held
  USED: 832, // u32, TABLE.USES when somebody last read it; a cache line of its own
  RING: 1280, // the first row: START to VOLUME of a BAR
  ROW_BYTES: 48,
  ROWS: 1440,
} as const;

/** The options of a simulated source: `sim:rate=200&seed=7&count=1000&burst=10&symbols=BTC-USD,AAPL`. */
import { closest } from './closest.js';

export interface SimulatorOptions {
  /** Ticks a second over all symbols together; 0 is a silent market. */
  readonly rate: number;
  readonly seed: number;
  /** Stop after this many ticks; Infinity where left out. */
  readonly count: number;
  /** Ticks come in groups of this many, at the same rate. */
  readonly burst: number;
  /** Symbols that tick from the start, besides those subscribed to. */
  readonly symbols: readonly string[];
}

const DEFAULTS: SimulatorOptions = { rate: 50, seed: 1, count: Number.POSITIVE_INFINITY, burst: 1, symbols: [] };

/** The whole numbers that each option may be; `rate` may have a fraction. */
const RANGES = {
  rate: [0, 10_000_000],
  seed: [0, 0xffffffff],
  count: [0, Number.MAX_SAFE_INTEGER],
  burst: [1, 100_000],
} as const;

const NAMES = [...Object.keys(RANGES), 'symbols'];

/**
 * Reads the part after `sim:`, or the whole source. Throws a TypeError that names the option and what it may be, for an
 * unknown or repeated option and for a value out of range.
 */
export function parseSimulatorOptions(source: string): SimulatorOptions {
  const options: { -readonly [name in keyof SimulatorOptions]: SimulatorOptions[name] } = { ...DEFAULTS };
  const seen = new Set<string>();
  for (const [name, text] of new URLSearchParams(source.replace(/^sim:/i, ''))) {
    if (seen.has(name)) throw new TypeError(`sim: option "${name}" is given twice`);
    seen.add(name);
    if (name === 'symbols') options.symbols = parseSymbols(text);
    else if (name === 'rate' || name === 'seed' || name === 'count' || name === 'burst') {
      options[name] = parseNumber(name, text);
    } else throw unknown(name);
  }
  return options;
}

function parseNumber(name: keyof typeof RANGES, text: string): number {
  const [least, most] = RANGES[name];
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const whole = name !== 'rate';
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new TypeError(`sim: option "${name}" must be ${kind} from ${least} to ${most}, not "${text}"`);
}

function parseSymbols(text: string): string[] {
  const symbols = text.split(',').map((name) => name.trim());
  if (symbols.includes(''))
    throw new TypeError(`sim: option "symbols" must be names with commas between, not "${text}"`);
  return symbols;
}

function unknown(name: string): TypeError {
  const guess = closest(name, NAMES);
  const hint = guess === undefined ? '' : ` (did you mean "${guess}"?)`;
  return new TypeError(`sim: unknown option "${name}"${hint}: known options are ${NAMES.join(', ')}`);
}

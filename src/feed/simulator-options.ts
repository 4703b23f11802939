/** The options of a simulated source: `sim:rate=200&seed=7&count=1000&burst=10&symbols=BTC-USD,AAPL`. */
import { unknownName } from './closest.js';

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
    const expect = (right: boolean, what: string) => {
      if (!right) throw new TypeError(`sim: option "${name}" ${what}`);
    };
    if (!NAMES.includes(name)) throw unknownName('sim: option', name, NAMES);
    expect(!seen.has(name), 'is given twice');
    seen.add(name);
    if (name === 'symbols') {
      options.symbols = text.split(',').map((symbol) => symbol.trim());
      expect(!options.symbols.includes(''), `must be names with commas between, not "${text}"`);
    } else {
      const option = name as keyof typeof RANGES;
      const [least, most] = RANGES[option];
      const value = text.trim() === '' ? Number.NaN : Number(text);
      const right = value >= least && value <= most && (name === 'rate' || Number.isInteger(value));
      const kind = name === 'rate' ? 'number' : 'whole number';
      expect(right, `must be a ${kind} from ${least} to ${most}, not "${text}"`);
      options[option] = value;
    }
  }
  return options;
}

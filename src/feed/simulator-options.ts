/** The options of a simulated source: `sim:rate=200&seed=7&count=1000&burst=10&symbols=BTC-USD,AAPL`. */
import { unknownName } from './closest.js';
import { toNumber } from './codecs/numbers.js';

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

/** What each number may be: whole, but for the rate. */
const RANGES: {
  readonly [name in Exclude<keyof SimulatorOptions, 'symbols'>]: readonly [least: number, most: number];
} = {
  rate: [0, 10_000_000],
  seed: [0, 0xffffffff],
  count: [0, Number.MAX_SAFE_INTEGER],
  burst: [1, 100_000],
};

/**
 * Reads the part after `sim:`, or the whole source. Throws a TypeError that names the option and what it may be, for an
 * unknown or repeated option and for a value out of range.
 */
export function parseSimulatorOptions(source: string): SimulatorOptions {
  const options = { rate: 50, seed: 1, count: Number.POSITIVE_INFINITY, burst: 1, symbols: [] as string[] };
  const given = new URLSearchParams(source.replace(/^sim:/i, ''));
  for (const name of given.keys()) {
    // an option that is given twice is a list, and no number is
    const text = given.getAll(name).join();
    const expect = (right: boolean, what: string) => {
      if (!right) throw new TypeError(`sim: option "${name}" must be ${what}, not "${text}"`);
    };
    if (name === 'symbols') {
      options.symbols = text.split(',').map((symbol) => symbol.trim());
      expect(!options.symbols.includes(''), 'names with commas between');
    } else if (Object.hasOwn(RANGES, name)) {
      const option = name as keyof typeof RANGES;
      const [least, most] = RANGES[option];
      const value = toNumber(text);
      const whole = option !== 'rate';
      const right = value >= least && value <= most && !(whole && value % 1);
      expect(right, `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
      options[option] = value;
    } else throw unknownName('sim: option', name, Object.keys(options));
  }
  return options;
}

/** Alerts as anyone would evaluate them, with everything computed anew at each step. */
import { stream } from '../../src/indicators/index.js';

/**
 * What the widgets of these tests watch, by name. Where a price is exactly the mean in decimals, as often happens in five trades,
 * the mean in binary is a rounding error above or below it, whoever computes it: a factor keeps such ties out where the oracle
 * adds up in an order of its own. `above` and `golden` have none; their averages are those of `ticklane/indicators`, to the bit.
 */
export const ALERTS = [
  { name: 'above', when: 'price > sma(price, 5)' },
  { name: 'golden', when: 'crossover(sma(5), sma(20))' },
  { name: 'over', when: 'price > sma(price, 5) * 1.00000001' },
  { name: 'cross', when: 'crossover(sma(5), sma(20) * 1.00000001)' },
  { name: 'hot', when: 'rsi(14) > 70' },
] as const;

/** Undefined where nothing is known yet. */
type Condition = (closes: readonly number[]) => boolean | undefined;

function mean(closes: readonly number[], end: number, period: number): number {
  if (end < period) return Number.NaN;
  let sum = 0;
  for (let index = end - period; index < end; index++) sum += closes[index] as number;
  return sum / period;
}

const FACTOR = 1.00000001;

function compare(a: number, b: number): boolean | undefined {
  return Number.isNaN(a + b) ? undefined : a > b;
}

const PERIOD = 14;

/** Wilder's index, step by step; keep one for each series. */
function createStrength(): (closes: readonly number[]) => number {
  let gain = 0;
  let loss = 0;
  return (closes) => {
    const count = closes.length;
    if (count < 2) return Number.NaN;
    const change = (closes[count - 1] as number) - (closes[count - 2] as number);
    if (count <= PERIOD + 1) {
      gain += Math.max(change, 0) / PERIOD;
      loss += Math.max(-change, 0) / PERIOD;
      if (count <= PERIOD) return Number.NaN;
    } else {
      gain += (Math.max(change, 0) - gain) / PERIOD;
      loss += (Math.max(-change, 0) - loss) / PERIOD;
    }
    return gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
  };
}

/** Finds, step after step, what fires: `over 12.5`, in the order of ALERTS where several do. */
export class AlertOracle {
  readonly fired: string[] = [];
  readonly #armed = ALERTS.map(() => true);
  #closes: number[] = [];
  #conditions = this.#create();

  /** The series begins anew, as it does with the first trade after quotes. Alerts stay as they are. */
  restart(): void {
    this.#closes = [];
    this.#conditions = this.#create();
  }

  step(price: number): void {
    this.#closes.push(price);
    this.#conditions.forEach((condition, index) => {
      const value = condition(this.#closes);
      if (this.#armed[index] && value) this.fired.push(`${ALERTS[index]?.name} ${price}`);
      if (value !== undefined) this.#armed[index] = !value;
    });
  }

  #create(): readonly Condition[] {
    const strength = createStrength();
    const averages = stream('five: sma(5); twenty: sma(20)');
    let newest = { five: Number.NaN, twenty: Number.NaN };
    let before = newest;
    return [
      (closes) => {
        before = newest;
        const { five = Number.NaN, twenty = Number.NaN } = averages.push(closes.at(-1) as number);
        newest = { five, twenty };
        return compare(closes.at(-1) as number, five);
      },
      () => {
        const known = before.five + before.twenty + newest.five + newest.twenty;
        return Number.isNaN(known) ? undefined : before.five <= before.twenty && newest.five > newest.twenty;
      },
      (closes) => compare(closes.at(-1) as number, FACTOR * mean(closes, closes.length, 5)),
      (closes) => {
        const before = compare(mean(closes, closes.length - 1, 5), FACTOR * mean(closes, closes.length - 1, 20));
        const now = compare(mean(closes, closes.length, 5), FACTOR * mean(closes, closes.length, 20));
        return before === undefined || now === undefined ? undefined : !before && now;
      },
      (closes) => compare(strength(closes), 70),
    ];
  }
}

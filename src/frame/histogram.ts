/** Buckets per doubling: a quantile is right to 9%. */
const STEPS = 8;
/** The least value kept apart, and how many doublings above it: 1 microsecond to 4.7 hours, in milliseconds. */
const LEAST = 0.001;
const DOUBLINGS = 34;

/** Counts positive numbers in buckets that grow with the number, so that quantiles of millions cost 1 KB. Main thread. */
export class Histogram {
  readonly #counts = new Uint32Array(STEPS * DOUBLINGS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds one; what is below the least bucket or above the greatest counts there, and NaN not at all. */
  add(value: number): void {
    if (Number.isNaN(value)) return;
    const bucket = Math.floor(STEPS * Math.log2(Math.max(value, LEAST) / LEAST));
    (this.#counts[Math.min(bucket, this.#counts.length - 1)] as number)++;
    this.#count++;
  }

  /** The value that a share of all (0 to 1) is not above; NaN where there is none. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (let bucket = 0; this.#count > 0 && bucket < this.#counts.length; bucket++) {
      left -= this.#counts[bucket] as number;
      if (left <= 0) return LEAST * 2 ** ((bucket + 0.5) / STEPS);
    }
    return Number.NaN;
  }

  /** Adds all of another one; `times` -1 takes them away again. */
  merge(other: Histogram, times: 1 | -1 = 1): void {
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      (this.#counts[bucket] as number) += times * (other.#counts[bucket] as number);
    }
    this.#count += times * other.#count;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }
}

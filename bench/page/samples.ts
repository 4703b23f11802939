import { percentile } from '../statistics.ts';

/** Latencies of single ticks, milliseconds, in the order in which they came. Worker side. */
export class Samples {
  #values = new Float64Array(1 << 14);
  #count = 0;

  add(milliseconds: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = milliseconds;
  }

  /** Everything since this was last asked. */
  take(): Float64Array {
    const taken = this.#values.slice(0, this.#count);
    this.#count = 0;
    return taken;
  }
}

/** Shares of the curve that plots show: dense towards the slow end. */
export const CURVE = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999] as const;

/** What one way's widgets have to say. */
export interface Collected {
  /** Latencies since this was last asked, ms, of each widget that keeps time. */
  readonly parts: readonly Float64Array[];
  /** Ticks of all widgets since they were opened. */
  readonly ticks: number;
}

/** Latencies of one round. */
export interface Latencies {
  /** Ticks that came to all widgets meanwhile. */
  readonly ticks: number;
  /** Microseconds at each share of CURVE. */
  readonly curve: readonly number[];
}

/** One round: what was collected at its end, and the ticks that there had been at its start. */
export function summarize({ parts, ticks }: Collected, before: number): Latencies {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  all.sort();
  return { ticks: ticks - before, curve: CURVE.map((share) => percentile(all, share) * 1000) };
}

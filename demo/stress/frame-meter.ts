/** What frames did since they were last read. */
export interface FrameFigures {
  /** Frames a second; NaN: there were none. */
  readonly framesPerSecond: number;
  /** Milliseconds from frame to frame that 99 of 100 were not above. */
  readonly frameP99: number;
}

/** The value that a share of all is not above; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

/** Counts the frames of the page while it runs; `frame` is called in each, behind whatever else the frame does. */
export class FrameMeter {
  readonly #frame: (now: number) => void;
  #intervals: number[] = [];
  #last = Number.NaN;
  #asked = 0;

  constructor(frame: (now: number) => void) {
    this.#frame = frame;
  }

  start(): void {
    this.#last = Number.NaN;
    this.#intervals = [];
    this.#asked ||= requestAnimationFrame((now) => this.#next(now));
  }

  stop(): void {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
  }

  /** The figures since the last call. */
  read(): FrameFigures {
    const intervals = this.#intervals;
    this.#intervals = [];
    const elapsed = intervals.reduce((sum, each) => sum + each, 0);
    return { framesPerSecond: (intervals.length * 1000) / elapsed, frameP99: quantile(intervals, 0.99) };
  }

  #next(now: number): void {
    this.#asked = requestAnimationFrame((next) => this.#next(next));
    if (now > this.#last) this.#intervals.push(now - this.#last);
    this.#last = now;
    this.#frame(now);
  }
}

import { Histogram } from './histogram.js';

/** What a histogram that only grows got in the last few looks at it. Main thread. */
export class Recent {
  /** As of the last look. */
  readonly values = new Histogram();
  readonly #source: Histogram;
  /** Copies of the source, oldest first. */
  readonly #past: Histogram[] = [];
  readonly #looks: number;

  /** `looks`: how many looks something is recent for, from the next one on. */
  constructor(source: Histogram, looks: number) {
    this.#source = source;
    this.#looks = looks;
    this.#keep(new Histogram());
  }

  /** Brings `values` up to date; call it at even intervals. */
  look(): void {
    // whoever cleared the source began anew
    if (this.#source.count < (this.#past.at(-1) as Histogram).count) for (const each of this.#past) each.clear();
    const oldest = this.#past[0] as Histogram;
    this.values.clear();
    this.values.merge(this.#source);
    this.values.merge(oldest, -1);
    this.#keep(this.#past.length < this.#looks ? new Histogram() : (this.#past.shift() as Histogram));
  }

  #keep(copy: Histogram): void {
    copy.clear();
    copy.merge(this.#source);
    this.#past.push(copy);
  }
}

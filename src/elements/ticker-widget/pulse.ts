/** How often a screen reader's text follows, and staleness is looked for. */
const PULSE_MS = 2000;
const LEAST_MS = 20;

/** The one timer of a widget: it looks again after a while, painted or not. */
export class Pulse {
  readonly #beat: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** It waits for staleness alone. */
  #quiet = false;

  constructor(beat: () => void) {
    this.#beat = beat;
  }

  /**
   * Beats once, when the last tick is too old in `remaining` ms, or before that. `quiet`: nothing moved since the last beat, so
   * only staleness can come; the next paint makes the wait a short one again.
   */
  arm(remaining: number, quiet = false): void {
    if (this.#timer && (quiet || !this.#quiet)) return;
    this.stop();
    this.#quiet = quiet;
    const wait = Math.min(quiet ? Number.POSITIVE_INFINITY : PULSE_MS, remaining + 1);
    if (wait === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#beat();
      },
      Math.max(LEAST_MS, wait),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

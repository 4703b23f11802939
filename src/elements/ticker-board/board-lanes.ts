import type { BoardRow } from './board-row.js';

/** Milliseconds of a task that opens lanes: the page stays responsive while a thousand are opened. */
const TASK_MS = 6;

/**
 * Which rows have lanes: those in sight at once, then all others a few at a time, as sorting needs every value. Where there are more
 * rows than lanes may be, those that were in sight longest ago give theirs up. Main thread.
 */
export class BoardLanes {
  readonly #open: (row: BoardRow) => void;
  readonly #closing = new Set<Promise<void>>();
  #rows: readonly BoardRow[] = [];
  #seen: readonly BoardRow[] = [];
  /** Those with lanes; the one in sight longest ago is the first. */
  readonly #held = new Set<BoardRow>();
  #most = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(open: (row: BoardRow) => void) {
    this.#open = open;
  }

  get held(): Iterable<BoardRow> {
    return this.#held;
  }

  /** Rows that may have lanes, and how many of them. */
  serve(rows: readonly BoardRow[], most: number): void {
    const here = new Set(rows);
    for (const row of this.#held) if (!here.has(row)) this.#close(row);
    this.#rows = rows;
    this.#most = most;
    this.#arm();
  }

  /** The rows that are in sight. */
  see(rows: readonly BoardRow[]): void {
    this.#seen = rows;
    if (this.#rows.length > this.#most) for (const row of rows) if (this.#held.delete(row)) this.#held.add(row);
    if (rows.some((row) => !this.#held.has(row))) this.#arm();
  }

  /** Gives all back; resolves when they are free. */
  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#rows = this.#seen = [];
    for (const row of this.#held) this.#close(row);
    await Promise.allSettled(this.#closing);
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#work()) this.#arm();
    });
  }

  /** Opens what is missing, for a while; whether something is left to do. */
  #work(): boolean {
    const end = performance.now() + TASK_MS;
    const missing = (rows: readonly BoardRow[]) => rows.filter((row) => !this.#held.has(row) && row.isPossible);
    // where not even those in sight may all have one, the first do
    const seen = new Set(this.#seen.slice(0, this.#most));
    const urgent = missing([...seen]);
    const room = Math.max(0, this.#most - this.#held.size - urgent.length);
    const work = [
      ...urgent,
      ...missing(this.#rows)
        .filter((row) => !seen.has(row))
        .slice(0, room),
    ];
    for (const [index, row] of work.entries()) {
      if (performance.now() > end) return index < work.length;
      if (this.#held.size >= this.#most) this.#closeOne(seen);
      this.#open(row);
      // the feed cannot work yet: it tells when it can
      if (!row.isOpen) return false;
      this.#held.add(row);
    }
    return false;
  }

  /** Closes the one that was in sight longest ago. */
  #closeOne(seen: ReadonlySet<BoardRow>): void {
    for (const row of this.#held) {
      if (seen.has(row)) continue;
      this.#close(row);
      return;
    }
  }

  #close(row: BoardRow): void {
    this.#held.delete(row);
    const closed = row.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}

import type { FeedErrorCode, FeedProblem } from './protocol.js';
import { readable } from './readable.js';

/** A problem that repeats is reported once in so long, with its count. */
const INTERVAL_MS = 1000;
/** Different problems kept apart; beyond that they share one line, so that hostile input cannot fill the memory. */
const KINDS = 64;

interface Line {
  code: FeedErrorCode;
  message: string;
  count: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Reports problems at a human pace: the first of a kind at once, repeats once a second with their number. Feed worker. */
export class ProblemLog {
  readonly #lines = new Map<string, Line>();
  readonly #report: (problem: FeedProblem) => void;

  constructor(report: (problem: FeedProblem) => void) {
    this.#report = report;
  }

  /** Problems are of one kind where they are alike but for numbers and quoted text. */
  add(code: FeedErrorCode, text: string): void {
    const message = readable(text);
    let kind = `${code} ${message.replace(/"[^"]*"|: .*|[\d.]+/g, '')}`;
    if (!this.#lines.has(kind) && this.#lines.size >= KINDS) kind = code;
    let line = this.#lines.get(kind);
    if (!line) {
      line = { code, message, count: 0, timer: undefined };
      this.#lines.set(kind, line);
    }
    line.message = message;
    line.count++;
    if (line.timer === undefined) this.#send(line);
  }

  /** Drops what waits. */
  clear(): void {
    for (const line of this.#lines.values()) clearTimeout(line.timer);
    this.#lines.clear();
  }

  #send(line: Line): void {
    const { code, message, count } = line;
    line.count = 0;
    line.timer = setTimeout(() => {
      line.timer = undefined;
      if (line.count > 0) this.#send(line);
    }, INTERVAL_MS);
    this.#report({ code, message, count });
  }
}

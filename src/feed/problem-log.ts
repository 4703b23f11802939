import type { FeedErrorCode, FeedProblem } from './protocol.js';

/** A problem that repeats is reported once in so long, with its count. */
const INTERVAL_MS = 1000;
/** Different problems kept apart; beyond that they share one line, so that hostile input cannot fill the memory. */
const KINDS = 64;
/** Of a message so much is told: much of it may be the source's words. */
const LONGEST = 1000;

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

/** Without control characters, those that turn the direction of text included, and no longer than anyone reads. */
function readable(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

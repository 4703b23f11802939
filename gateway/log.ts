/** What the gateway writes for people who run it: one JSON object a line. Never a token: paths are logged without their query. */

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, string | number | undefined>>;

/** Lines of one event that a second may bring; the rest is counted, so that a flood of clients is no flood of lines. */
const LINES_A_SECOND = 20;

export class Log {
  readonly #least: number;
  readonly #write: (line: string) => void;
  readonly #seen = new Map<string, { second: number; count: number }>();

  constructor(level: LogLevel, write: (line: string) => void) {
    this.#least = LOG_LEVELS.indexOf(level);
    this.#write = write;
  }

  debug(event: string, fields?: Fields): void {
    this.#put('debug', event, fields);
  }

  info(event: string, fields?: Fields): void {
    this.#put('info', event, fields);
  }

  warn(event: string, fields?: Fields): void {
    this.#put('warn', event, fields);
  }

  error(event: string, fields?: Fields): void {
    this.#put('error', event, fields);
  }

  #put(level: LogLevel, event: string, fields: Fields = {}): void {
    if (LOG_LEVELS.indexOf(level) < this.#least) return;
    const time = new Date();
    const second = Math.floor(time.getTime() / 1000);
    const seen = this.#seen.get(event);
    if (seen?.second === second && ++seen.count > LINES_A_SECOND) return;
    const suppressed = seen && seen.second !== second ? Math.max(0, seen.count - LINES_A_SECOND) : 0;
    if (seen?.second !== second) this.#seen.set(event, { second, count: 1 });
    const line = { time: time.toISOString(), level, event, ...fields, ...(suppressed > 0 && { suppressed }) };
    this.#write(`${JSON.stringify(line)}\n`);
  }
}

import type { Codec, Outgoing } from './codec.js';

/** Silence of so many times `stale-after` is a lost connection. */
const LOST_AFTER = 3;
/** An answer to our heartbeat, and a sign of life once the network is back, may take so long. */
const ANSWER_MS = 5_000;
/** A connection that does not stand after this is given up. */
const OPEN_MS = 15_000;
/** Without a tick, a connection is healthy after so much time of messages. */
const HEALTHY_MS = 10_000;

/** What is watched. Reasons are for people, without the address. */
export interface Watched {
  /** Milliseconds of silence after which it is stale. */
  readonly staleAfter: number;
  /** Silence means nothing now. */
  readonly excused: boolean;
  /** Silence is stale, and no loss. */
  readonly calm: boolean;
  stale(reason: string): void;
  lost(reason: string): void;
}

/** Watches over one attempt of a connection: silence, an answer that stays out, one that never stands. Feed worker. */
export class LifeWatch {
  /** When the last sign of life came, on the clock of `performance.now()`. */
  heard = performance.now();
  readonly #watched: Watched;
  /** Since when it stands; 0: not yet. */
  #stood = 0;
  #look: ReturnType<typeof setInterval> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Nothing has come since it stands. */
  get fresh(): boolean {
    return this.heard === this.#stood;
  }

  /** Messages have come for so long that it is a good connection, ticks or not. */
  get healthy(): boolean {
    return this.#stood > 0 && this.heard - this.#stood > HEALTHY_MS;
  }

  /** An attempt begins. */
  begin(): void {
    this.heard = performance.now();
    this.#stood = 0;
    const every = Math.min(1000, Math.max(this.#watched.staleAfter / 4, 20));
    this.#look = setInterval(() => this.#lookForSilence(), every);
  }

  /** It stands: from now on the source hears of us, where it wants to. */
  stand(heartbeat: Codec['heartbeat'], send: (message: Outgoing) => void): void {
    this.#stood = this.heard = performance.now();
    if (!heartbeat) return;
    this.#beat = setInterval(() => {
      send(heartbeat.message());
      if (heartbeat.answered !== false) this.expect('no answer to the heartbeat');
    }, heartbeat.every);
  }

  /** Something came in. */
  hear(): void {
    this.heard = performance.now();
    if (this.#answer === undefined) return;
    clearTimeout(this.#answer);
    this.#answer = undefined;
  }

  /** Something must come in soon. */
  expect(reason: string): void {
    this.#answer ??= setTimeout(() => this.#watched.lost(reason), ANSWER_MS);
  }

  close(): void {
    clearInterval(this.#look);
    clearInterval(this.#beat);
    clearTimeout(this.#answer);
    this.#answer = undefined;
  }

  #lookForSilence(): void {
    const watched = this.#watched;
    if (watched.excused) return;
    const { staleAfter } = watched;
    const silence = performance.now() - this.heard;
    const long = `${Math.round(silence)} ms`;
    if (this.#stood === 0) {
      if (silence > Math.min(OPEN_MS, LOST_AFTER * staleAfter)) watched.lost(`no connection within ${long}`);
    } else if (silence > LOST_AFTER * staleAfter && !watched.calm) watched.lost(`no message for ${long}`);
    else if (silence > staleAfter) watched.stale(`no message for ${long}`);
  }
}

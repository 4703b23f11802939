import { BinaryTickEncoder } from '../src/feed/codecs/binary.js';
import type { TickEncoder, WireFormat, WireSymbol } from '../src/feed/codecs/gateway-protocol.js';
import { errorMessage, heartbeatMessage } from '../src/feed/codecs/gateway-protocol.js';
import { JsonTickEncoder } from '../src/feed/codecs/json-encoder.js';
import { now } from './clock.js';
import type { GatewayContext } from './context.js';
import { Allowance, CHANGES_A_SECOND } from './limits.js';
import { NewestTicks, type TickTaker } from './newest.js';
import { CLOSE, type Outlet } from './outlet.js';
import { ProtocolError, parseRequest, type Resumption, subscribedAnswer } from './protocol.js';

/** Whose numbers the ticks of a symbol carry: the source's own, or the gateway's, which mean something only within one run of it. */
export type Numbered = 'source' | 'gateway';

/** What a session needs of the market it belongs to. */
export interface SessionMarket {
  /** Names this run of the gateway. */
  readonly run: string;
  /** Whether the source is lost; undefined for one that cannot be. */
  readonly upstream: 'live' | 'lost' | undefined;
  /** When the newest ticks came in, milliseconds since 1970. */
  readonly received: number;
  /** Where a client may resume behind all ticks so far. */
  readonly position: string;
  positionOf(after: number): string;
  /** Whether a client can go on behind the position that it saw last. */
  resume(position: string): Resumption;
  /** Undefined while nobody knows. */
  numbered(symbol: WireSymbol): Numbered | undefined;
  /** Hands over the newest trade, as a reference trade, and the newest quote of a symbol, where the market keeps them. */
  showNewest(symbol: WireSymbol, taker: TickTaker): void;
  /** Lets the session send soon. */
  touch(session: ClientSession): void;
  /** Sends the session the ticks of this symbol from now on; says why not where it does not. */
  subscribe(session: ClientSession, name: string): WireSymbol | 'unknown' | 'full';
  unsubscribe(session: ClientSession, name: string): void;
  /** Hands over ticks of the session's symbols behind `after`, `most` of them, and returns the position reached and its name. */
  read(session: ClientSession, after: number, most: number, taker: TickTaker): CaughtUp;
}

export interface CaughtUp {
  readonly after: number;
  readonly position: string;
  /** Nothing is left to read. */
  readonly done: boolean;
}

export interface SessionOptions {
  /** Ticks a message, exactly; 0 sends what there is at every flush. */
  readonly batch: number;
  /** Bytes waiting for a client beyond which its ticks are conflated. */
  readonly highWater: number;
  /** Milliseconds that a client may be conflated without keeping up again; then it is shed. */
  readonly shedAfter: number;
}

/** Most ticks in one message where no exact number is asked for. */
const LARGEST_BATCH = 1000;
/** Times the high water at which a client that goes on asking without reading is dropped. */
const DROP_AT = 8;
/** Unknown symbols that one error names. */
const MOST_NAMED = 100;

/** One client of the gateway's own protocol: gathers the ticks of its subscriptions into messages of its format. */
export class ClientSession implements TickTaker {
  /** The market's mark: it will be flushed soon. */
  touched = false;
  readonly #outlet: Outlet;
  readonly #market: SessionMarket;
  readonly #context: GatewayContext;
  readonly #options: SessionOptions;
  readonly #mostChanges: number;
  readonly #changes: Allowance;
  #format: WireFormat;
  #encoder: TickEncoder;
  /** When the first tick in the encoder came in. */
  #since = 0;
  /** What is kept while the client does not keep up; undefined while it does. */
  #newest: NewestTicks | undefined;
  /** Since when it does not keep up, `performance.now()`; undefined while it does. */
  #slowSince: number | undefined;
  /** The position up to which a resuming client has been served; undefined for one that is up to date. */
  #after: number | undefined;
  /** Whether it has subscribed to anything yet. */
  #subscribed = false;
  /** Ticks go out in another order than they came in: no position holds between two messages. */
  #unordered = false;

  constructor(
    outlet: Outlet,
    format: WireFormat,
    market: SessionMarket,
    options: SessionOptions,
    context: GatewayContext,
  ) {
    this.#outlet = outlet;
    this.#market = market;
    this.#options = options;
    this.#context = context;
    this.#format = format;
    this.#encoder = createEncoder(format);
    this.#mostChanges = context.limits.maxSubscriptions * CHANGES_A_SECOND;
    this.#changes = new Allowance(this.#mostChanges);
  }

  trade(...trade: Parameters<TickTaker['trade']>): void {
    if (this.#after === undefined) this.#taker().trade(...trade);
    this.#sendIfFull();
  }

  quote(...quote: Parameters<TickTaker['quote']>): void {
    if (this.#after === undefined) this.#taker().quote(...quote);
    this.#sendIfFull();
  }

  /** Ends a turn: sends what has gathered, and looks whether the client keeps up again. False where another look is due soon. */
  flush(): boolean {
    if (this.#after !== undefined) this.#catchUp();
    if (this.#newest !== undefined && this.#outlet.waiting < this.#options.highWater / 2) {
      const newest = this.#newest;
      this.#newest = undefined;
      this.#slowSince = undefined;
      this.#unordered = true;
      newest.release(this);
      this.#unordered = false;
    }
    if (this.#options.batch === 0 && this.#encoder.count > 0) this.#send();
    return !this.#outlet.open || (this.#after === undefined && this.#newest === undefined);
  }

  /** Says that the connection lives, left out where the client does not read anyway; sheds one that has not read for too long. */
  heartbeat(): void {
    if (this.#slowSince === undefined) this.#outlet.beat(this.#heartbeatText());
    else if (performance.now() - this.#slowSince > this.#options.shedAfter) this.#shed('too slow: ticks are not read');
  }

  /** Takes a message of the client. */
  receive(text: string): void {
    if (!this.#outlet.open) return;
    try {
      const { type, symbols, format = this.#format, after } = parseRequest(text);
      if (!this.#changes.take(Math.min(symbols.length, this.#mostChanges))) {
        return this.#shed(`more than ${this.#mostChanges} symbols a second`, CLOSE.POLICY);
      }
      if (format !== this.#format) this.#use(format);
      if (type === 'subscribe') this.subscribe(symbols, after);
      else for (const name of symbols) this.#market.unsubscribe(this, name);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse(error.message);
    }
  }

  /** Tells the client, unless it does not read anyway. */
  announce(message: string): void {
    if (this.#slowSince === undefined) this.#say(message);
  }

  /** Subscribes, and answers. `position`: what the client saw last, to go on behind it. */
  subscribe(names: readonly string[], position?: string): void {
    const resumption = position === undefined ? undefined : this.#resume(position);
    const known: WireSymbol[] = [];
    const refused = { unknown: [] as string[], full: [] as string[] };
    for (const name of new Set(names)) {
      const symbol = this.#market.subscribe(this, name);
      if (typeof symbol === 'string') refused[symbol].push(name);
      else known.push(symbol);
    }
    const { unknown, full } = refused;
    if (known.length > 0) this.#subscribed = true;
    if (known.length > 0 || unknown.length + full.length === 0) {
      this.#say(subscribedAnswer(known, this.#market, resumption));
    }
    if (unknown.length > 0) {
      const count = unknown.length === 1 ? 'an unknown symbol' : `${unknown.length} unknown symbols`;
      this.refuse(count, unknown.slice(0, MOST_NAMED));
    }
    if (full.length > 0) {
      const most = this.#context.limits.maxSubscriptions;
      this.refuse(`a client has at most ${most} subscriptions`, full.slice(0, MOST_NAMED));
    }
    if (resumption?.after === undefined) this.#showNewest(known);
    else this.#after = resumption.after;
    this.#market.touch(this);
  }

  /** Answers a message that cannot be followed. */
  refuse(message: string, symbols?: readonly string[]): void {
    if (!this.#outlet.open) return;
    this.#context.stats.errors++;
    this.#say(errorMessage(message, symbols));
  }

  /** Where the session's messages begin: ticks of a session that has had some already cannot come a second time. */
  #resume(position: string): Resumption {
    if (this.#subscribed) return { resumed: false, reason: 'only the first subscribe of a connection resumes' };
    return this.#market.resume(position);
  }

  /** A quiet symbol would show nothing for long. Not while the client catches up: older ticks are to come. */
  #showNewest(symbols: readonly WireSymbol[]): void {
    if (this.#after !== undefined) return;
    const isFirst = this.#encoder.count === 0;
    for (const symbol of symbols) this.#market.showNewest(symbol, this);
    // they came in long ago, which is no delay
    if (isFirst) this.#since = now();
  }

  #heartbeatText(): string {
    // a position promises that all before it was sent
    if (this.#options.batch === 0 && this.#encoder.count > 0) this.#send();
    const { upstream, position: newest } = this.#market;
    const position = this.#after === undefined ? newest : this.#market.positionOf(this.#after);
    return heartbeatMessage(now(), {
      ...(this.#encoder.count === 0 && { position }),
      ...(upstream === 'lost' && { upstream }),
    });
  }

  #taker(): TickTaker {
    if (this.#newest !== undefined) return this.#newest;
    if (this.#encoder.count === 0) this.#since = this.#market.received;
    return this.#encoder;
  }

  #sendIfFull(): void {
    if (this.#encoder.count >= (this.#options.batch || LARGEST_BATCH)) this.#send();
  }

  #send(position = this.#unordered ? undefined : this.#market.position): void {
    const { stats, metrics } = this.#context;
    const { count } = this.#encoder;
    const frame = this.#encoder.frame(now());
    if (!this.#outlet.open) return;
    const since = this.#since;
    const { output } = this.#outlet;
    stats.bytes += this.#outlet.send(frame, position, (error) => {
      if (!error) metrics.delayed(output, now() - since);
    });
    stats.frames++;
    stats.sent += count;
    if (this.#after === undefined && this.#newest === undefined && this.#outlet.waiting > this.#options.highWater) {
      this.#newest = new NewestTicks(stats);
      this.#slowSince = performance.now();
    }
  }

  /** Sends a resuming client what it missed, as fast as it reads; what comes in meanwhile waits in the market's log. */
  #catchUp(): void {
    while (this.#after !== undefined && this.#outlet.open && this.#outlet.waiting < this.#options.highWater / 2) {
      this.#since = this.#market.received;
      const { after, position, done } = this.#market.read(this, this.#after, LARGEST_BATCH, this.#encoder);
      this.#after = done ? undefined : after;
      if (this.#encoder.count > 0) this.#send(position);
    }
    const reads = this.#outlet.waiting < this.#options.highWater / 2;
    this.#slowSince = reads ? undefined : (this.#slowSince ?? performance.now());
  }

  #use(format: WireFormat): void {
    if (this.#encoder.count > 0) this.#send();
    this.#format = format;
    this.#encoder = createEncoder(format);
  }

  #shed(reason: string, code: number = CLOSE.TRY_LATER): void {
    if (!this.#outlet.open) return;
    this.#context.stats.shed++;
    this.#context.log.warn('shed', { output: this.#outlet.output, reason, waiting: this.#outlet.waiting });
    this.#outlet.end(code, reason);
  }

  #say(message: string): void {
    if (!this.#outlet.open) return;
    if (this.#outlet.waiting > this.#options.highWater * DROP_AT) {
      this.#shed('too slow: answers are not read');
      this.#outlet.cut();
    } else this.#outlet.say(message);
  }
}

function createEncoder(format: WireFormat): TickEncoder {
  return format === 'binary' ? new BinaryTickEncoder() : new JsonTickEncoder();
}

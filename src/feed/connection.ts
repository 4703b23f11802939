/**
 * One connection of a feed to one address, with all that keeps it alive: it opens the transport, lets the codec subscribe, decodes what
 * arrives into the tick writer, watches for silence, and comes back after a loss. A feed has one, or several where a source limits the
 * symbols of one or has several addresses.
 */
import type { Instrument } from '../market/instrument.js';
import { Backoff } from './backoff.js';
import type { Codec, Outgoing } from './codec.js';
import { askPage, type ConnectionOwner, type ConnectionStatus, targetOf } from './connection-owner.js';
import { LifeWatch } from './life-watch.js';
import { Outbox } from './outbox.js';
import type { ConnectDetails, FeedErrorCode } from './protocol.js';
import { Subscriptions } from './subscriptions.js';
import type { TickSource } from './tick-writer.js';
import type { Transport, TransportEnd } from './transport.js';

export type { ConnectionOwner, ConnectionStatus } from './connection-owner.js';

/** An attempt that is older when the network comes back is begun anew. */
const HASTY_MS = 1_000;
/** Symbols that change while the address holds them: changes within this go into one new connection. */
const GATHER_MS = 50;

export class Connection implements TickSource {
  /** The address, as the page wrote it. */
  readonly url: string;
  status: ConnectionStatus = 'connecting';
  /** True: it only waits for another's loss, and carries nothing. */
  spare = false;
  readonly #owner: ConnectionOwner;
  readonly #backoff = new Backoff();
  readonly #subscriptions = new Subscriptions();
  readonly #watch: LifeWatch;
  #codec: Codec;
  #transport: Transport | undefined;
  #outbox: Outbox | undefined;
  #open = false;
  /** Until `wake` there is no attempt. */
  #asleep = false;
  #ready = false;
  #attempts = 0;
  #position: string | undefined;
  /** Messages have come, and then it was lost: what came in between may be missing. */
  #broken: string | undefined;
  /** Something has ever come. */
  #lively = false;
  #end: TransportEnd | undefined;
  /** What the server is without: signs of its life are none of the source's. */
  #starved: string | undefined;
  #decoding = false;
  /** Grows with every attempt and end, so that late answers find themselves late. */
  #turn = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  /** Where the connection was that this one goes on for, at another address. */
  #inherited: string | undefined;

  constructor(url: string, owner: ConnectionOwner) {
    this.url = url;
    this.#owner = owner;
    this.#codec = owner.createCodec();
    const connection = this;
    this.#watch = new LifeWatch({
      staleAfter: owner.settings.staleAfter,
      get excused() {
        // nothing is asked of a spare, and most sources have nothing to say then
        return owner.writer.paused || (connection.spare && connection.#open && connection.#watch.fresh);
      },
      get calm() {
        return connection.#transport?.calm === true;
      },
      stale: (reason) => {
        if (this.status === 'live' || this.status === 'connecting') this.#become('stale', `${url}: ${reason}`);
      },
      lost: (reason) => this.#ended({ reason: `${url}: ${reason}`, again: true }),
    });
  }

  /** Symbols that it carries. */
  get symbols(): ReadonlySet<string> {
    return this.#subscriptions.wanted;
  }

  /** Whether subscriptions would go out at once. */
  get standing(): boolean {
    return this.#open && this.#ready;
  }

  /** Whether it could carry symbols now: it stands, or its address names the symbols, so that it waits for some. */
  get available(): boolean {
    if (this.standing) return true;
    const busy = this.#transport !== undefined || this.#retry !== undefined || this.#asleep;
    return !this.dead && !busy && this.#waitsForSymbols();
  }

  /** What it carries does not come: it tries again, or has failed. */
  get down(): boolean {
    return !this.standing && (this.status === 'reconnecting' || this.status === 'failed');
  }

  /** It never tries again. */
  get dead(): boolean {
    return this.status === 'failed' || this.status === 'closed';
  }

  carries(symbol: string): boolean {
    return this.symbols.has(symbol);
  }

  start(): void {
    if (!this.dead) this.#attempt('connecting');
  }

  /** Subscribes to these as well; changes of one turn of the event loop go out together. */
  add(symbols: Iterable<string>): void {
    for (const symbol of symbols) this.#subscriptions.wanted.add(symbol);
    this.#ask();
  }

  remove(symbols: Iterable<string>): void {
    for (const symbol of symbols) this.#subscriptions.wanted.delete(symbol);
    this.#ask();
  }

  /** Goes on for one that was lost: what came in between may be missing. */
  succeed(lost: Connection): void {
    // as a spare it may have been silent for long
    this.#watch.heard = performance.now();
    // nothing is missing of what never came
    if (!lost.#lively) return;
    this.#inherited = lost.#position ?? lost.#inherited;
    if (this.standing) this.#resume();
    else this.status = 'reconnecting';
    this.#lively = true;
    this.#broken = lost.#broken ?? `${lost.url} failed`;
    lost.#broken = undefined;
  }

  /** The network is back, or the page: tries at once, or makes sure that the other side is still there. */
  wake(): void {
    if (this.#retry !== undefined || this.#asleep) this.#attempt('reconnecting');
    else if (this.#open && !this.#transport?.calm)
      this.#watch.expect('the network was away, and nothing has come since');
    // its first packet may have gone nowhere, and the next one takes its time
    else if (this.#transport && !this.#open && performance.now() - this.#watch.heard > HASTY_MS)
      this.#attempt(this.status);
  }

  /** Lets go of the network until `wake`. */
  sleep(): void {
    if (this.status === 'failed' || this.status === 'closed') return;
    this.#drop();
    this.#asleep = true;
    this.#broken = 'the page was asleep';
    this.#owner.writer.guard(this.symbols);
    this.#become('reconnecting', this.#broken);
  }

  /** Ends it at once and silently. */
  close(): void {
    this.#drop();
    this.status = 'closed';
  }

  // what a codec says while it decodes

  send(message: Outgoing): void {
    this.#outbox?.post(message);
  }

  ready(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.#ask();
    this.#offer();
  }

  gap(symbol: string, from: number, missing: number): void {
    this.#owner.gap({ symbol, from, missing, reason: gapText(from, missing) });
    this.#refresh(symbol);
  }

  lost(reason: string, symbol = ''): void {
    this.#owner.gap({ symbol, from: Number.NaN, missing: Number.NaN, reason });
    if (symbol) this.#refresh(symbol);
  }

  stale(reason?: string): void {
    this.#starved = reason;
    if (reason !== undefined) this.#become('stale', `${this.url}: ${reason}`);
    else if (this.status === 'stale') this.#become('live');
  }

  end(reason: string, again: boolean): void {
    this.#end ??= { reason, again };
  }

  instrument(record: Instrument): void {
    this.#owner.instrument(record);
  }

  // the connection

  #attempt(status: ConnectionStatus): void {
    this.#drop();
    const turn = this.#turn;
    this.#asleep = false;
    this.#attempts++;
    if (status === 'reconnecting') this.#owner.writer.event('reconnects');
    // a codec keeps state of its connection, so each connection has its own
    this.#codec = this.#owner.createCodec();
    this.#resume();
    this.#become(status);
    if (this.#waitsForSymbols()) return;
    const { settings } = this.#owner;
    if (!settings.prepared) return this.#connect({});
    const attempt = { url: this.url, format: settings.format, attempt: this.#attempts, reason: this.#broken ?? '' };
    askPage(this.#owner, attempt).then(
      (details) => turn === this.#turn && this.#connect(details),
      ({ message }: Error) => turn === this.#turn && this.#ended({ reason: message, again: true }),
    );
  }

  /** Tells the codec, before it subscribes to anything, where to go on from. */
  #resume(): void {
    const position = this.#inherited ?? this.#position;
    this.#inherited = undefined;
    if (position !== undefined) this.#codec.resume?.(position);
  }

  #connect(details: ConnectDetails): void {
    const { settings, writer, open } = this.#owner;
    const turn = this.#turn;
    const mine = () => turn === this.#turn;
    this.#end = this.#starved = undefined;
    this.#watch.begin();
    this.#subscriptions.begin(this.#namesSymbols());
    try {
      const transport = open(
        targetOf(this.url, details, settings, [...this.symbols], this.#position),
        {
          opened: () => mine() && this.#stand(details.messages ?? []),
          frame: (data) => mine() && this.#frame(data),
          alive: () => mine() && this.#alive(),
          ended: (end) => mine() && this.#ended(end),
        },
        writer,
      );
      if (!mine()) return transport.close();
      this.#transport = transport;
      this.#outbox = new Outbox((message) => transport.send(message), this.#codec.sendEvery ?? 0);
    } catch (error) {
      this.#fail('settings', (error as Error).message);
    }
  }

  #stand(messages: readonly Outgoing[]): void {
    this.#open = true;
    for (const message of messages) this.send(message);
    this.#ready = !this.#codec.waits;
    this.#watch.stand(this.#codec.heartbeat, (message) => this.send(message));
    this.#ask();
    this.#offer();
  }

  /** A spare that stands may be waited for. */
  #offer(): void {
    if (this.spare && this.standing) this.#owner.changed(this, this.status);
  }

  /** A transport that writes ticks by itself says so before. */
  #alive(): void {
    this.hear();
    this.#owner.writer.begin(this, this.#counted);
  }

  #frame(data: string | ArrayBuffer): void {
    const { writer } = this.#owner;
    this.hear();
    if (writer.paused) return writer.event('ignored');
    const bytes = typeof data === 'string' ? data.length : data.byteLength;
    const { taken } = writer;
    writer.message(bytes, performance.timeOrigin + this.#watch.heard);
    writer.begin(this, this.#counted);
    this.#decoding = true;
    try {
      this.#codec.decode(data, writer);
    } catch (error) {
      // codecs must not throw, and those of a page may: the next frame may be a better one
      writer.rejected(`the codec failed: ${(error as Error).message}`, typeof data === 'string' ? data : '');
    }
    this.#decoding = false;
    writer.flush();
    if (writer.taken > taken) this.#thrive();
    if (this.#end) this.#ended(this.#end);
  }

  /** The numbers of a symbol's ticks, where they have any, go up by one. */
  get #counted(): boolean {
    if (this.#codec.contiguous) return true;
    const { format, map } = this.#owner.settings;
    return this.#transport?.counted === true && (format === 'binary' || (format === 'json' && map === ''));
  }

  /** Something came in; ticks that the page pushes, too. */
  hear(): void {
    this.#watch.hear();
    if (this.#watch.healthy) this.#backoff.reset();
    if (this.status === 'live' || this.#owner.writer.paused) return;
    if (!this.#lively) this.#broken = undefined;
    this.#lively = true;
    if (this.#starved === undefined) this.#become('live');
  }

  /** Ticks have come. */
  #thrive(): void {
    this.#backoff.reset();
    const broken = this.#broken;
    this.#broken = undefined;
    // numbers without a hole tell by themselves what is missing, and so does a source that goes on from a position
    if (broken === undefined || this.#codec.contiguous || this.#position !== undefined) return;
    // nobody misses what a spare did not bring
    if (!this.spare) this.lost(broken);
  }

  #ended({ reason, again, after }: TransportEnd): void {
    // a codec may end its connection while it decodes, which goes on to the end of the frame
    if (this.#decoding) {
      this.#end ??= { reason, again };
      return;
    }
    const { writer } = this.#owner;
    if (!again) return this.#fail('connection', reason);
    this.#drop();
    writer.event('errors');
    this.#broken = reason;
    writer.guard(this.symbols);
    this.#owner.problem('connection', `${reason}; trying again`);
    this.#retry = setTimeout(() => this.#attempt('reconnecting'), this.#backoff.next(after));
    // told each time: another may take over now that could not before
    this.status = 'reconnecting';
    this.#owner.changed(this, this.status, reason);
  }

  #fail(code: FeedErrorCode, reason: string): void {
    this.#drop();
    this.#owner.writer.event('errors');
    this.#owner.writer.guard(this.symbols);
    this.#owner.problem(code, reason);
    this.#become('failed', reason);
  }

  /** Lets go of the network and of whatever waits. */
  #drop(): void {
    this.#turn++;
    this.#watch.close();
    for (const timer of [this.#retry, this.#asking]) clearTimeout(timer);
    this.#retry = this.#asking = undefined;
    this.#subscriptions.drop();
    // not of a codec whose connection was let go of before: it knows nothing newer
    if (this.#transport) this.#position = this.#transport.position ?? this.#codec.position ?? this.#position;
    this.#outbox?.close();
    this.#transport?.close();
    this.#transport = this.#outbox = undefined;
    this.#open = this.#ready = false;
  }

  #become(status: ConnectionStatus, reason?: string): void {
    if (status === this.status && status !== 'connecting') return;
    this.status = status;
    this.#owner.changed(this, status, reason);
  }

  // subscriptions

  /** The address names the symbols: it is of no use without any. */
  #waitsForSymbols(): boolean {
    return this.symbols.size === 0 && this.#namesSymbols();
  }

  #namesSymbols(): boolean {
    return /\{symbols\}|%7Bsymbols%7D/i.test(this.url);
  }

  #ask(): void {
    const named = this.#namesSymbols();
    this.#asking ??= setTimeout(
      () => {
        this.#asking = undefined;
        if (named) this.#askByAddress();
        else if (this.standing) this.#askByMessage();
      },
      named ? GATHER_MS : 0,
    );
  }

  #askByMessage(): void {
    this.#transport?.want?.([...this.symbols]);
    for (const message of this.#subscriptions.changes(this.#codec)) this.send(message);
  }

  /** Other symbols are another address. */
  #askByAddress(): void {
    const later = this.#retry !== undefined || this.#asleep;
    if (this.dead || later || (this.#transport && this.#subscriptions.settled)) return;
    this.#owner.writer.guard(this.symbols);
    const { status } = this;
    this.#drop();
    if (!this.#waitsForSymbols()) this.#attempt(status);
  }

  /** Brings the whole state of a symbol once more, where its numbers do not tell what is missing. */
  #refresh(symbol: string): void {
    if (!this.standing || this.#counted) return;
    this.#subscriptions.refresh(symbol, this.#codec, (message) => this.send(message));
  }
}

function gapText(from: number, missing: number): string {
  return missing === 1 ? `message number ${from} is missing` : `${missing} messages are missing from number ${from} on`;
}

/**
 * The feed: from the network to the rings. A session, in the feed worker, owns one source's connection: it opens the
 * transport, asks the codec how to subscribe, decodes what arrives into the tick writer, watches for silence, and
 * connects again after a loss. Transports and codecs are chosen here and know nothing of each other.
 */
import { FeedBlockWriter } from '../memory/feed-block.js';
import { writeHistory } from '../memory/history.js';
import type { LaneAddress } from '../memory/page-memory.js';
import { Views } from '../memory/views.js';
import type { Codec, Outgoing } from './codec.js';
import { createCodec } from './codecs/index.js';
import { deafSink } from './deaf-sink.js';
import { HistoryLoader } from './history-loader.js';
import { ProblemLog } from './problem-log.js';
import type {
  FeedErrorCode,
  FeedEvent,
  FeedService,
  FeedSettings,
  FeedStart,
  FeedStatus,
  HistoryAnswer,
  HistoryHandover,
  LaneHandover,
} from './protocol.js';
import { TickWriter } from './tick-writer.js';
import type { Transport } from './transport.js';
import { chooseTransport } from './transports/index.js';

/** Reconnecting waits a random part of a limit that doubles from the first to the last of these. */
const FIRST_BACKOFF_MS = 500;
const LAST_BACKOFF_MS = 30_000;
/** Silence of so many times `stale-after` is a lost connection. */
const LOST_AFTER = 3;

export class FeedSession implements FeedService {
  #memory!: WebAssembly.Memory;
  #events!: (event: FeedEvent) => void;
  #problems!: ProblemLog;
  #writer!: TickWriter;
  /** Symbols by lane, as their widgets wrote them: another codec may write them differently. */
  readonly #lanes = new Map<LaneAddress, LaneHandover[]>();
  readonly #wanted = new Set<string>();
  #settings: FeedSettings | undefined;
  #codec: Codec | undefined;
  #transport: Transport | undefined;
  #history: HistoryLoader | undefined;
  #open = false;
  #status: FeedStatus = 'idle';
  #attempts = 0;
  #heard = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  /** Subscriptions that changed in this turn of the event loop go out together. */
  #added = new Set<string>();
  #removed = new Set<string>();
  #asking: ReturnType<typeof setTimeout> | undefined;

  begin({ memory, byteLength, block }: FeedStart, events: (event: FeedEvent) => void): void {
    this.#memory = memory;
    this.#events = events;
    this.#problems = new ProblemLog((problem) => events({ type: 'problem', problem }));
    const views = new Views(memory);
    const report = (code: FeedErrorCode, message: string) => this.#problems.add(code, message);
    this.#writer = new TickWriter(views, new FeedBlockWriter(views, block, byteLength), report);
    this.#writer.source = { ...deafSink, send: (message) => this.#send(message) };
  }

  connect(settings: FeedSettings): void {
    this.#end();
    this.#endHistory();
    this.#attempts = 0;
    // whatever comes of these settings is told, even where it is the same as of the last
    this.#status = 'idle';
    this.#problems.clear();
    this.#settings = settings;
    try {
      this.#codec = createCodec(settings.format, { map: settings.map });
      this.#settings = { ...settings, src: settings.src || this.#publicEndpoint(this.#codec) };
      chooseTransport(this.#settings);
      if (settings.history) this.#history = new HistoryLoader(settings.history, this.#settings.src);
    } catch (error) {
      return this.#fail('settings', (error as Error).message);
    }
    this.#routeAll();
    this.#attempt('connecting');
  }

  disconnect(): void {
    this.#end();
    this.#endHistory();
    this.#problems.clear();
    if (this.#status !== 'idle') this.#become('closed');
  }

  pause(paused: boolean): void {
    this.#writer.paused = paused;
    this.#heard = performance.now();
  }

  subscribe(...lanes: LaneHandover[]): void {
    for (const lane of lanes) {
      const legs = this.#lanes.get(lane.address);
      if (legs) legs.push(lane);
      else this.#lanes.set(lane.address, [lane]);
      this.#route(lane);
    }
  }

  replace(old: LaneAddress, ...lanes: LaneHandover[]): void {
    // the new routes first: a symbol that stays is not unsubscribed in between
    this.subscribe(...lanes);
    this.unsubscribe(old);
  }

  unsubscribe(lane: LaneAddress): void {
    this.#lanes.delete(lane);
    for (const symbol of this.#writer.unroute(lane)) this.#unwant(symbol);
  }

  async history({ symbol: name, interval, limit, address, byteLength }: HistoryHandover): Promise<HistoryAnswer> {
    const loader = this.#history;
    if (!loader) throw new Error('no history: the feed has no template for it, or is not connected');
    const symbol = this.#codec?.canonical?.(name) ?? name;
    try {
      const { bars, rejected } = await loader.load({ symbol, interval, limit });
      // the block may be another's by now
      if (loader.closed) throw new Error('given up, as the feed disconnected');
      if (rejected > 0) this.#problems.add('message', `history of "${symbol}": ${rejected} rows are no bars`);
      // views of its own: those of the rings are renewed with the rings
      return { count: writeHistory(new Views(this.#memory), address, byteLength, bars), rejected };
    } catch (error) {
      if (!loader.closed) this.#problems.add('connection', (error as Error).message);
      throw error;
    }
  }

  #endHistory(): void {
    this.#history?.close();
    this.#history = undefined;
  }

  #publicEndpoint(codec: Codec): string {
    if (codec.endpoint) return codec.endpoint;
    throw new TypeError(`src is missing: format "${codec.name}" has no public endpoint`);
  }

  #routeAll(): void {
    for (const address of this.#lanes.keys())
      for (const symbol of this.#writer.unroute(address)) this.#wanted.delete(symbol);
    this.#wanted.clear();
    this.#added.clear();
    this.#removed.clear();
    for (const legs of this.#lanes.values()) for (const lane of legs) this.#route(lane);
  }

  #route(lane: LaneHandover): void {
    const symbol = this.#codec?.canonical?.(lane.symbol) ?? lane.symbol;
    if (this.#writer.route(symbol, lane)) {
      this.#wanted.add(symbol);
      if (!this.#removed.delete(symbol)) this.#added.add(symbol);
      this.#ask();
    }
  }

  #unwant(symbol: string): void {
    this.#wanted.delete(symbol);
    if (!this.#added.delete(symbol)) this.#removed.add(symbol);
    this.#ask();
  }

  #ask(): void {
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      if (!this.#open) return;
      this.#transport?.want?.([...this.#wanted]);
      const added = [...this.#added];
      const removed = [...this.#removed];
      this.#added.clear();
      this.#removed.clear();
      if (added.length) this.#codec?.subscribe(added).forEach((message) => void this.#send(message));
      if (removed.length) this.#codec?.unsubscribe(removed).forEach((message) => void this.#send(message));
    });
  }

  #send(message: Outgoing): void {
    if (this.#open) this.#transport?.send(message);
  }

  #attempt(status: FeedStatus): void {
    const settings = this.#settings as FeedSettings;
    this.#become(status);
    // a codec keeps state of its connection, so each connection has its own
    this.#codec = createCodec(settings.format, { map: settings.map });
    this.#heard = performance.now();
    this.#watch = setInterval(() => this.#lookForSilence(), Math.min(1000, Math.max(settings.staleAfter / 4, 20)));
    try {
      this.#transport = chooseTransport(settings)(
        {
          url: settings.src,
          shown: settings.src,
          protocols: settings.protocols,
          headers: {},
          symbols: [...this.#wanted],
          position: undefined,
        },
        {
          opened: () => this.#opened(),
          frame: (data) => this.#frame(data),
          alive: () => this.#frame(''),
          ended: ({ reason, again }) => this.#ended(reason, again),
        },
        this.#writer,
      );
    } catch (error) {
      this.#fail('settings', (error as Error).message);
    }
  }

  #opened(): void {
    this.#open = true;
    this.#heard = performance.now();
    this.#added = new Set(this.#wanted);
    this.#removed.clear();
    this.#ask();
  }

  #frame(data: string | ArrayBuffer): void {
    this.#heard = performance.now();
    if (this.#status !== 'live' && !this.#writer.paused) {
      this.#attempts = 0;
      this.#become('live');
    }
    if (data === '') return; // a source that writes its ticks itself
    if (this.#writer.paused) return this.#writer.event('ignored');
    const writer = this.#writer;
    const bytes = typeof data === 'string' ? data.length : data.byteLength;
    writer.message(bytes, performance.timeOrigin + this.#heard);
    this.#codec?.decode(data, writer);
    writer.flush();
  }

  #lookForSilence(): void {
    if (this.#writer.paused) return;
    const { staleAfter } = this.#settings as FeedSettings;
    const silence = performance.now() - this.#heard;
    const reason = `no message for ${Math.round(silence)} ms`;
    if (silence > LOST_AFTER * staleAfter && !this.#transport?.want) {
      this.#ended(reason, true);
    } else if (silence > staleAfter && this.#open && (this.#status === 'live' || this.#status === 'connecting')) {
      this.#become('stale', reason);
    }
  }

  #ended(reason: string, again: boolean): void {
    this.#end();
    if (!again) return this.#fail('connection', reason);
    const limit = Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#attempts++);
    const wait = Math.random() * limit;
    this.#writer.event('errors');
    this.#problems.add('connection', `${reason}; trying again`);
    this.#become('reconnecting', reason);
    this.#retry = setTimeout(() => {
      this.#writer.event('reconnects');
      this.#attempt('reconnecting');
    }, wait);
  }

  #fail(code: FeedErrorCode, message: string): void {
    this.#end();
    this.#writer.event('errors');
    this.#problems.add(code, message);
    this.#become('failed', message);
  }

  /** Ends the connection and whatever waits, silently. */
  #end(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    clearTimeout(this.#asking);
    this.#asking = undefined;
    this.#transport?.close();
    this.#transport = undefined;
    this.#open = false;
  }

  #become(status: FeedStatus, reason?: string): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#events(reason === undefined ? { type: 'status', status } : { type: 'status', status, reason });
  }
}

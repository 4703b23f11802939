/**
 * The feed: from the network to the rings. A session, in the feed worker, owns one feed: which lanes want which symbols, the connections
 * that bring them, and what the page is told. Transports and codecs are chosen here and know nothing of each other.
 */

import { compileTable } from '../kernels/table.js';
import { intervalMs } from '../market/bar.js';
import type { BatchPort, Channel, Sent } from '../memory/batch-port.js';
import { FeedBlockWriter } from '../memory/feed-block.js';
import { writeHistory } from '../memory/history.js';
import { TABLE_SERIES } from '../memory/layout.js';
import type { LaneAddress } from '../memory/page-memory.js';
import { Views } from '../memory/views.js';
import type { TableInterval } from '../table/handle.js';
import { MarketTableWriter } from '../table/market-table-writer.js';
import type { Codec } from './codec.js';
import { loadCodec } from './codecs/load.js';
import { Connection, type ConnectionOwner, type ConnectionStatus } from './connection.js';
import type { Copies } from './copies.js';
import { GapLog } from './gap-log.js';
import type { HistoryLoader, LoadedHistory } from './history-loader.js';
import type { HistoryRequest } from './history-request.js';
import { InstrumentLog } from './instrument-log.js';
import { type AskForPart, type LoadPart, type Part, partLoader } from './parts.js';
import { ProblemLog } from './problem-log.js';
import type {
  FeedBegun,
  FeedErrorCode,
  FeedEvent,
  FeedService,
  FeedSettings,
  FeedStart,
  FeedStatus,
  HistoryAnswer,
  HistoryHandover,
  LaneHandover,
  PrepareConnect,
  PushedTick,
} from './protocol.js';
import { writePushed } from './pushed.js';
import { Spread } from './spread.js';
import { TickWriter } from './tick-writer.js';
import type { OpenTransport } from './transport.js';
import { chooseTransport, loadTransport, loadTransports } from './transports/index.js';

/** Of the statuses of several connections, the feed has the first of these that one has. */
const WORST_FIRST: readonly ConnectionStatus[] = ['reconnecting', 'connecting', 'stale', 'live', 'failed', 'closed'];

/** Readers' wishes for bars are looked at so often where no ticks come. */
const SERVE_MS = 500;

export class FeedSession implements FeedService {
  /** Undefined where it cannot be shared. */
  #memory: WebAssembly.Memory | undefined;
  #copies: Copies | undefined;
  /** The ways to hosts that ticks go to by message, by their numbers. */
  readonly #ports = new Map<number, BatchPort>();
  /** Those of whom the code is still on its way. */
  readonly #attaching = new Set<number>();
  #events!: (event: FeedEvent) => void;
  #prepare: PrepareConnect | undefined;
  #loadPart!: LoadPart;
  #problems!: ProblemLog;
  #gaps!: GapLog;
  #instruments!: InstrumentLog;
  #writer!: TickWriter;
  /** Symbols by lane, as their widgets wrote them: another codec may write them differently. */
  readonly #lanes = new Map<LaneAddress, LaneHandover[]>();
  readonly #wanted = new Set<string>();
  #settings: FeedSettings | undefined;
  #codec: Codec | undefined;
  #spread: Spread | undefined;
  #history: HistoryLoader | undefined;
  /** Series of the table whose bars from before are on their way. */
  readonly #filling = new Set<string>();
  /** The last `connect`, which loads code first: whoever asks for bars right after it waits. */
  #opening: Promise<void> = Promise.resolve();
  #status: FeedStatus = 'idle';
  #asleep = false;
  /** Grows with every connect and disconnect, so that code that loads late finds itself late. */
  #turn = 0;

  /** All but the market table is there at once; that follows when its kernel is compiled. */
  async begin(
    { memory, byteLength, block, tableLimit }: FeedStart,
    events: (event: FeedEvent) => void,
    prepare?: PrepareConnect,
    part?: AskForPart,
  ): Promise<FeedBegun> {
    this.#memory = memory;
    this.#events = (event) => {
      // figures are there before whoever hears of the event looks at them
      this.#copies?.post(true);
      events(event);
    };
    this.#prepare = prepare;
    this.#loadPart = partLoader(part);
    this.#problems = new ProblemLog((problem) => this.#events({ type: 'problem', problem }));
    this.#gaps = new GapLog((gap) => {
      this.#writer.event('gaps');
      this.#events({ type: 'gap', gap });
    });
    this.#instruments = new InstrumentLog((instruments) => this.#events({ type: 'instruments', instruments }));
    if (!memory) this.#copies = new (await this.#loadPart('batched')).Copies(events);
    const views = new Views(memory ?? new WebAssembly.Memory({ initial: 0 }));
    const counters = this.#copies?.block ?? new FeedBlockWriter(views, block, byteLength);
    const report = (code: FeedErrorCode, message: string) => this.#problems.add(code, message);
    this.#writer = new TickWriter(views, counters, report);
    const scope = globalThis as Partial<EventTarget>;
    scope.addEventListener?.('online', () => this.#wake());
    return tableLimit === undefined ? {} : this.#openTable(tableLimit);
  }

  connect(settings: FeedSettings): Promise<void> {
    this.#opening = this.#connect(settings);
    return this.#opening;
  }

  async #connect(settings: FeedSettings): Promise<void> {
    this.#end();
    const turn = ++this.#turn;
    // whatever comes of these settings is told, even where it is the same as of the last
    this.#status = 'idle';
    this.#problems.clear();
    this.#become('connecting');
    try {
      const factory = await loadCodec(settings.format, settings.codec);
      const loaded = await loadTransports(settings.transports ?? []);
      const createCodec = () => factory({ map: settings.map, src: settings.sources[0] });
      const sources = sourcesOf(settings, createCodec());
      await Promise.all(sources.map((url) => loadTransport(url, settings.transport, loaded, this.#loadPart)));
      const history = settings.history ? await this.#loadHistory() : undefined;
      if (turn === this.#turn) this.#open({ ...settings, sources }, createCodec, loaded, history);
    } catch (error) {
      if (turn === this.#turn) this.#fail('settings', (error as Error).message);
    }
  }

  disconnect(): void {
    this.#turn++;
    this.#end();
    this.#problems.clear();
    if (this.#status !== 'idle') this.#become('closed');
  }

  pause(paused: boolean): void {
    this.#writer.paused = paused;
  }

  sleep(asleep: boolean): void {
    this.#asleep = asleep;
    for (const connection of this.#spread?.connections ?? []) {
      if (asleep) connection.sleep();
      else connection.wake();
    }
  }

  push(ticks: readonly PushedTick[]): void {
    if (!this.#spread || this.#writer.paused) return this.#problems.add('message', 'push: the feed takes no ticks now');
    writePushed(ticks, this.#writer);
    if (this.#settings?.transport === 'push') for (const connection of this.#spread.connections) connection.hear();
  }

  subscribe(...lanes: LaneHandover[]): void {
    for (const lane of lanes) {
      const legs = this.#lanes.get(lane.address);
      if (legs) legs.push(lane);
      else this.#lanes.set(lane.address, [lane]);
    }
    // also before there is a connection: a lane's ticks have their way from here on
    const added = this.#route(lanes);
    this.#spread?.add(added);
  }

  replace(old: LaneAddress, ...lanes: LaneHandover[]): Sent | undefined {
    // the new routes first: a symbol that stays is not unsubscribed in between
    this.subscribe(...lanes);
    const sent = this.#writer.settle(old);
    this.unsubscribe(old);
    return sent;
  }

  async attach(channel: number, port: Channel, single: boolean): Promise<void> {
    this.#attaching.add(channel);
    const { BatchPort } = await this.#loadPart('batched');
    // the host may have ended meanwhile
    if (!this.#attaching.delete(channel)) return port.close();
    this.#ports.set(channel, new BatchPort(channel, port, single, (bytes) => this.#writer.batch(bytes)));
  }

  detach(channel: number): void {
    this.#attaching.delete(channel);
    this.#ports.get(channel)?.close();
    this.#ports.delete(channel);
  }

  hold(lane: LaneAddress): Sent | undefined {
    return this.#writer.hold(lane);
  }

  resume(lane: LaneAddress, channel: number, byteLength: number): void {
    const port = this.#ports.get(channel);
    // the host has ended meanwhile: the lane goes to another one, and its ticks wait for that
    if (!port && channel) return;
    this.#writer.resume(lane, port, byteLength);
  }

  unsubscribe(lane: LaneAddress): void {
    this.#lanes.delete(lane);
    const left = this.#writer.unroute(lane);
    for (const symbol of left) this.#wanted.delete(symbol);
    this.#spread?.remove(left);
  }

  async history({ symbol: name, address, byteLength, ...request }: HistoryHandover): Promise<HistoryAnswer> {
    await this.#opening;
    const loader = this.#history;
    if (!loader) throw new Error('no history: the feed has no template for it, or is not connected');
    const symbol = this.#codec?.canonical?.(name) ?? name;
    const { bars, rejected, moved } = await this.#load(loader, { ...request, symbol });
    // views of its own: those of the rings are renewed with the rings
    if (!this.#memory) {
      const { historyCopy } = await this.#loadPart('batched');
      return { ...historyCopy(bars, request.limit), rejected, moved };
    }
    return { count: writeHistory(new Views(this.#memory), address, byteLength, bars), rejected, moved };
  }

  /** A feed without bars from before is still a feed: what is wrong is told. */
  async #loadHistory(): Promise<Part<'history'> | undefined> {
    try {
      return await this.#loadPart('history');
    } catch (error) {
      this.#problems.add('environment', (error as Error).message);
      return undefined;
    }
  }

  /** What is wrong with it is told as well. Rejects once the loader is closed: what waits for bars may be another's by then. */
  async #load(loader: HistoryLoader, request: HistoryRequest): Promise<LoadedHistory> {
    try {
      const loaded = await loader.load(request);
      if (loader.closed) throw new Error('given up, as the feed disconnected');
      const { rejected, problems } = loaded;
      if (rejected > 0) this.#problems.add('message', `history of "${request.symbol}": ${rejected} rows are no bars`);
      for (const problem of problems) this.#problems.add('connection', problem);
      return loaded;
    } catch (error) {
      if (!loader.closed) this.#problems.add('connection', (error as Error).message);
      throw error;
    }
  }

  /** Puts bars from before in front of a series of the table, where the feed has a history. */
  #fill(table: MarketTableWriter, symbol: string, interval: TableInterval): void {
    const loader = this.#history;
    const key = `${interval} ${symbol}`;
    // one that gave way and is asked for again gets what is on its way already
    if (!loader || this.#filling.has(key)) return;
    this.#filling.add(key);
    const length = intervalMs(interval);
    const now = performance.timeOrigin + performance.now();
    const until = Math.floor(now / length) * length;
    this.#load(loader, { symbol, interval, limit: TABLE_SERIES.ROWS, until, zone: [] })
      .then(
        ({ bars }) => table.history(symbol, interval, bars),
        () => {}, // told
      )
      .finally(() => this.#filling.delete(key));
  }

  /** A feed without a table is still a feed: what is wrong with it is told. */
  async #openTable(limit: number): Promise<FeedBegun> {
    try {
      const shared = this.#memory !== undefined;
      const module = await compileTable({ shared });
      const report = (message: string) => this.#problems.add('environment', message);
      const onSeries = (symbol: string, interval: TableInterval) => this.#fill(table, symbol, interval);
      const table = new MarketTableWriter({ module, shared, limit, report, onSeries });
      this.#writer.table = table;
      if (this.#copies) this.#copies.table = table.handle;
      setInterval(() => this.#writer.flush(), SERVE_MS);
      return shared ? { table: table.handle } : {};
    } catch (error) {
      this.#problems.add('environment', (error as Error).message);
      return {};
    }
  }

  /** Everything that the settings need is loaded. Throws a TypeError where they can never work. */
  #open(
    settings: FeedSettings,
    createCodec: () => Codec,
    loaded: Map<string, OpenTransport>,
    history: Part<'history'> | undefined,
  ): void {
    const codec = createCodec();
    this.#codec = codec;
    const { transport, sources } = settings;
    for (const url of sources) chooseTransport(url, transport, loaded);
    if (settings.history && history) {
      this.#history = new history.HistoryLoader(settings.history, sources[0] as string, codec.history);
    }
    this.#settings = settings;
    const owner: ConnectionOwner = {
      settings,
      writer: this.#writer,
      createCodec,
      open: (target, events, writer) =>
        chooseTransport(target.url, transport, loaded, target.shown)(target, events, writer),
      prepare: async (attempt) => {
        const details = await this.#prepare?.(attempt);
        // the page may send it elsewhere
        await loadTransport(String(details?.url ?? attempt.url), transport, loaded, this.#loadPart);
        return details;
      },
      changed: (_connection, _status, reason) => this.#changed(reason),
      problem: (code, message) => this.#problems.add(code, message),
      gap: (gap) => this.#gaps.add(gap),
      instrument: (record) => this.#instruments.add(record),
    };
    this.#spread = new Spread(sources, codec.symbolsPerConnection ?? Number.POSITIVE_INFINITY, (url) => {
      queueMicrotask(() => {
        this.#writer.several = (this.#spread?.connections.length ?? 0) > 1;
      });
      return new Connection(url, owner);
    });
    this.#routeAll();
    this.#spread.add(this.#wanted);
    this.#spread.start();
    // the page fell asleep while code was loading
    if (this.#asleep) this.sleep(true);
  }

  #changed(reason?: string): void {
    const spread = this.#spread;
    if (!spread || this.#status === 'closed') return;
    if (!this.#asleep) spread.mend();
    const { connections } = spread;
    const working = connections.filter(({ spare }) => !spare);
    const carrying = working.filter(({ symbols }) => symbols.size > 0);
    const statuses = (carrying.length > 0 ? carrying : working).map((each) => each.status);
    const worst = WORST_FIRST.find((each) => statuses.includes(each)) ?? 'failed';
    if (worst === 'failed') return this.#fail('connection', reason ?? 'no connection is left', false);
    // a feed that was lost is not connecting for the first time
    const again = worst === 'connecting' && this.#status === 'reconnecting';
    this.#become(again ? 'reconnecting' : worst, reason);
  }

  #routeAll(): void {
    for (const address of this.#lanes.keys()) this.#writer.unroute(address, true);
    this.#wanted.clear();
    for (const legs of this.#lanes.values()) this.#route(legs);
  }

  /** Symbols that nobody wanted before. */
  #route(lanes: readonly LaneHandover[]): string[] {
    const added: string[] = [];
    for (const lane of lanes) {
      const symbol = this.#codec?.canonical?.(lane.symbol) ?? lane.symbol;
      if (!this.#writer.route(symbol, lane)) continue;
      this.#wanted.add(symbol);
      added.push(symbol);
    }
    return added;
  }

  #wake(): void {
    for (const connection of this.#spread?.connections ?? []) connection.wake();
  }

  /** `report`: a problem of its own; the connections have reported theirs. */
  #fail(code: FeedErrorCode, message: string, report = true): void {
    this.#end();
    if (report) {
      this.#writer.event('errors');
      this.#problems.add(code, message);
    }
    this.#become('failed', message);
  }

  /** Ends the connections and whatever waits, silently. */
  #end(): void {
    this.#spread?.close();
    this.#spread = undefined;
    this.#gaps.flush();
    this.#instruments.clear();
    this.#history?.close();
    this.#history = undefined;
  }

  #become(status: FeedStatus, reason?: string): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#events(reason === undefined ? { type: 'status', status } : { type: 'status', status, reason });
  }
}

/** Where ticks come from: the format's public endpoint where the page does not say. */
function sourcesOf({ sources, transport }: FeedSettings, codec: Codec): readonly string[] {
  if (sources.length > 0) return sources;
  if (transport === 'push') return [''];
  if (codec.endpoint) return [codec.endpoint];
  throw new TypeError(`src is missing: format "${codec.name}" has no public endpoint`);
}

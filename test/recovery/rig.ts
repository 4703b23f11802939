/** Everything between a source and a page: a real gateway, a faulty way for each feed, and the account of every tick. */
import assert from 'node:assert/strict';
import { FeedPage, type FeedPlace, type FeedSeen } from './feed-page.js';
import { GatewayProcess } from './gateway-process.js';
import { FaultyProxy } from './proxy.js';
import { NumberedSource, QUOTED, SYMBOLS, TRADED } from './source.js';

/** Where each feed connects to, behind its port. */
const PLACES: readonly (readonly [id: string, transport: string, format: string, address: string])[] = [
  ['websocket', 'auto', 'json', 'ws://127.0.0.1:PORT/ws'],
  ['websocket-binary', 'auto', 'binary', 'ws://127.0.0.1:PORT/ws'],
  ['sse', 'auto', 'json', 'http://127.0.0.1:PORT/sse?symbols={symbols}'],
  ['stream', 'http', 'json', 'http://127.0.0.1:PORT/stream?symbols={symbols}'],
  ['stream-binary', 'http', 'binary', 'http://127.0.0.1:PORT/stream?symbols={symbols}&format=binary'],
];

/** Of a backoff's limits, which grow from one second to thirty. */
const HURRY = 0.01;

export class RecoveryRig {
  readonly source: NumberedSource;
  readonly gateway: GatewayProcess;
  /** By the id of the feed. */
  readonly proxies: ReadonlyMap<string, FaultyProxy>;
  readonly page: FeedPage;

  private constructor(
    source: NumberedSource,
    gateway: GatewayProcess,
    proxies: ReadonlyMap<string, FaultyProxy>,
    page: FeedPage,
  ) {
    this.source = source;
    this.gateway = gateway;
    this.proxies = proxies;
    this.page = page;
  }

  /** All feeds live, and none of the ticks missed. */
  static async start(staleAfter: number, hurry = HURRY): Promise<RecoveryRig> {
    const source = await NumberedSource.start();
    const gateway = new GatewayProcess(source.url);
    await gateway.start();
    const proxies = new Map<string, FaultyProxy>();
    for (const [id] of PLACES) proxies.set(id, await FaultyProxy.start(gateway.port));
    const places = PLACES.map(([id, transport, format, address]): FeedPlace => {
      return { id, transport, format, src: address.replace('PORT', String(proxies.get(id)?.port)) };
    });
    const page = await FeedPage.open(places, staleAfter);
    const rig = new RecoveryRig(source, gateway, proxies, page);
    try {
      await page.until('the gateway to answer', ({ status, stats }) => status === 'live' && (stats.messages ?? 0) > 0);
      await page.hurry(hurry);
      source.go();
      await page.until('the first ticks', ({ shown }) => SYMBOLS.every((symbol) => (shown[symbol]?.ticks ?? 0) > 0));
      await rig.untilPlaced();
    } catch (error) {
      await rig.stop();
      throw error;
    }
    return rig;
  }

  each(act: (proxy: FaultyProxy, id: string) => void): void {
    for (const [id, proxy] of this.proxies) act(proxy, id);
  }

  /** How many gaps each feed has told of. */
  gaps(): Promise<Readonly<Record<string, number>>> {
    return this.#ofEach(({ gaps }) => gaps.length);
  }

  /** A counter of each feed. */
  counted(counter: string): Promise<Readonly<Record<string, number>>> {
    return this.#ofEach(({ stats }) => stats[counter] ?? 0);
  }

  /** Connections that each feed has made, as its proxy counted them. */
  accepted(): Readonly<Record<string, number>> {
    return Object.fromEntries(Array.from(this.proxies, ([id, { accepted }]) => [id, accepted]));
  }

  /** Connections that stand now, of all feeds. */
  open(): number {
    return Array.from(this.proxies.values()).reduce((sum, { open }) => sum + open, 0);
  }

  refused(): Readonly<Record<string, number>> {
    return Object.fromEntries(Array.from(this.proxies, ([id, { refused }]) => [id, refused]));
  }

  /** Lets the source go on for so many ticks of each symbol. */
  passTicks(count: number): void {
    for (let tick = 0; tick < count; tick++) this.source.round();
  }

  /** Waits until every feed has been through these statuses, in this order, and is live. */
  async throughTo(...statuses: readonly string[]): Promise<void> {
    const wanted = [...statuses, 'live'];
    await this.page.until(`${wanted.join(', ')}`, ({ status, statuses: heard }) => {
      let next = 0;
      for (const one of heard) if (one === wanted[next]) next++;
      return status === 'live' && next === wanted.length;
    });
  }

  /**
   * Waits until every feed knows where it could go on: heartbeats say so, and events each for itself. One that is lost before starts
   * anew, which leaves a gap.
   */
  async untilPlaced(): Promise<void> {
    const before = await this.counted('ignored');
    // the other one may be the answer to a subscribe
    const heard = (ignored: number, id: string) => id === 'sse' || ignored >= (before[id] ?? 0) + 2;
    await this.page.until('a heartbeat', ({ stats }, id) => heard(stats.ignored ?? 0, id));
  }

  /**
   * The account: of each traded symbol every tick of the source was either counted once or told as missing, once, and the last values
   * are the source's. Then the feeds are listened to anew.
   */
  async assertComplete(): Promise<void> {
    const { source, page } = this;
    const before = await page.look();
    // a hole shows itself with the next tick
    await page.until('ticks to come', ({ shown }, id) =>
      SYMBOLS.every((symbol) => (shown[symbol]?.ticks ?? 0) > (before[id]?.shown[symbol]?.ticks ?? 0)),
    );
    source.stand();
    const problems = (feed: FeedSeen) => this.#problems(feed);
    try {
      await page.until('the account to be complete', (feed) => problems(feed).length === 0, 5000);
    } catch {
      const seen = Object.entries(await page.look()).map(([id, feed]) => [id, problems(feed)]);
      assert.deepEqual(Object.fromEntries(seen), Object.fromEntries(seen.map(([id]) => [id, []])));
    }
    await page.listenAnew();
    source.go();
  }

  async #ofEach(take: (feed: FeedSeen) => number): Promise<Record<string, number>> {
    const seen = await this.page.look();
    return Object.fromEntries(Object.entries(seen).map(([id, feed]) => [id, take(feed)]));
  }

  #problems({ shown, gaps, stats }: FeedSeen): string[] {
    const { source } = this;
    const problems: string[] = [];
    for (const symbol of TRADED) {
      const told = gaps.filter((gap) => gap.symbol === symbol);
      const missing = told.reduce((sum, gap) => sum + (gap.missing ?? 0), 0);
      const { trades = 0, last } = shown[symbol] ?? {};
      const { sequence, price } = source.said(symbol);
      if (trades + missing !== sequence) problems.push(`${symbol}: ${trades} came, ${missing} missing, of ${sequence}`);
      if (last !== price) problems.push(`${symbol}: ${last} instead of ${price}`);
      told.reduce((end, { from, missing: count }) => {
        if (from === null || count === null) return end;
        if (from <= end) problems.push(`${symbol}: a gap from ${from} on after one up to ${end}`);
        return from + count - 1;
      }, 0);
    }
    const { bid } = shown[QUOTED] ?? {};
    if (bid !== source.said(QUOTED).price) problems.push(`${QUOTED}: ${bid} instead of ${source.said(QUOTED).price}`);
    const vague = gaps.filter(({ missing }) => missing === null);
    if (vague.length > 0) problems.push(`vague: ${JSON.stringify(vague)}`);
    if (stats.gaps !== gaps.length) problems.push(`${stats.gaps} gaps counted, ${gaps.length} told`);
    return problems;
  }

  async stop(): Promise<void> {
    await this.page.close();
    for (const proxy of this.proxies.values()) await proxy.stop();
    await this.gateway.kill();
    await this.source.stop();
  }
}

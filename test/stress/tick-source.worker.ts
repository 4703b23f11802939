/**
 * A stress test's tick writer, on a thread of its own: writes seeded ticks as fast as it can into the rings of some lanes,
 * and answers with what every lane must show in the end.
 */
import { LANE } from '../../src/memory/layout.js';
import type { LaneAddress } from '../../src/memory/page-memory.js';
import { RingWriter } from '../../src/memory/ring-writer.js';
import { Views } from '../../src/memory/views.js';
import { InPlaceWriter } from './in-place-writer.js';

export interface SourceOrder {
  readonly memory: WebAssembly.Memory;
  readonly byteLength: number;
  readonly lanes: readonly LaneAddress[];
  readonly ticks: number;
  /** Address of a word that ends it early when it is not 0. */
  readonly stop?: number;
  readonly seed: number;
  /** Most ticks between two rings of the bell. */
  readonly batch: number;
  /** Wait for room in every ring, so that nothing is conflated. */
  readonly patient: boolean;
  /** Merge into the last published cell instead of an overflow cell: the bug that the test is to catch. */
  readonly inPlace: boolean;
}

export interface SourceAccount {
  readonly last: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly trades: number;
  readonly quotes: number;
  readonly bid: number;
  readonly ask: number;
  /** Conflated ticks of each lane. */
  readonly conflated: readonly number[];
}

const TIME = Date.UTC(2026, 0, 5, 12);

addEventListener('message', ({ data }: MessageEvent<SourceOrder>) => {
  const views = new Views(data.memory);
  const make = (lane: LaneAddress) => new (data.inPlace ? InPlaceWriter : RingWriter)(views, lane, data.byteLength);
  const rings = data.lanes.map(make);
  const conflated = rings.map(() => 0);
  let state = data.seed | 1;
  const random = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const account = { last: Number.NaN, high: -Infinity, low: Infinity, volume: 0, trades: 0, quotes: 0, bid: 0, ask: 0 };

  const stopped = () => data.stop !== undefined && Atomics.load(views.i32, data.stop >> 2) !== 0;
  const waitForRoom = (batch: number) => {
    const { i32 } = views;
    for (const lane of data.lanes) {
      const word = (offset: number) => Atomics.load(i32, (lane + offset) >> 2);
      // everything written so far was flushed
      while (!stopped() && ((word(LANE.WRITE) - word(LANE.READ)) | 0) + batch > word(LANE.CAPACITY)) {
        Atomics.wait(i32, (lane + LANE.READ) >> 2, word(LANE.READ), 1);
      }
    }
  };

  for (let sent = 0; sent < data.ticks && !stopped(); ) {
    const batch = Math.min(1 + random(data.batch), data.ticks - sent);
    if (data.patient) waitForRoom(batch);
    if (stopped()) break;
    for (let index = 0; index < batch; index++, sent++) {
      const price = 1 + random(1_000_000);
      // four ticks a millisecond: bars of a second get four thousand
      const time = TIME + Math.floor(sent / 4);
      const size = 1 + random(100);
      if (random(8) === 0) {
        const ask = price + size;
        for (const ring of rings) ring.quote(time, time, price, size, ask, size, sent, 0, 1);
        account.quotes++;
        account.bid = price;
        account.ask = ask;
      } else {
        for (const ring of rings) ring.trade(time, time, price, size, sent, 0, 0, 1);
        account.trades++;
        account.last = price;
        account.high = Math.max(account.high, price);
        account.low = Math.min(account.low, price);
        account.volume += size;
      }
    }
    rings.forEach((ring, index) => {
      ring.flush();
      (conflated[index] as number) += ring.takeConflated();
    });
  }
  postMessage({ ...account, conflated } satisfies SourceAccount);
});

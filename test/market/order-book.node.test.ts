import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 as zipCrc32 } from 'node:zlib';
import fc from 'fast-check';
import type { BookLevel, BookUpdate } from '../../src/market/book.ts';
import { crc32, krakenChecksum, okxChecksum } from '../../src/market/book-checksum.ts';
import { BookJoin } from '../../src/market/book-join.ts';
import { OrderBook } from '../../src/market/order-book.ts';
import { check } from '../feed/codecs/seed.ts';

type Row = [price: number, size: number];

function update(parts: Partial<Omit<BookUpdate, 'bids' | 'asks'>> & { bids?: Row[]; asks?: Row[] } = {}): BookUpdate {
  const levels = (rows: Row[] = []): BookLevel[] => rows.map(([price, size]) => ({ price, size }));
  const { sequence = Number.NaN } = parts;
  return {
    symbol: 'X',
    snapshot: false,
    time: 0,
    sequence,
    first: sequence,
    previous: Number.NaN,
    ...parts,
    bids: levels(parts.bids),
    asks: levels(parts.asks),
  };
}

const rows = (levels: readonly BookLevel[]): Row[] => levels.map(({ price, size }) => [price, size]);
const snapshot = (sequence = Number.NaN): BookUpdate =>
  update({ snapshot: true, sequence, bids: [[9, 1], [10, 2]], asks: [[12, 4], [11, 3]] }); // biome-ignore format: a book

describe('an order book', () => {
  it('waits for a snapshot, and shows the best levels first', () => {
    const book = new OrderBook();
    assert.equal(book.apply(update({ bids: [[1, 1]] })), 'waiting');
    assert.deepEqual([book.synced, book.bestBid, book.crossed], [false, undefined, false]);
    assert.equal(book.apply(snapshot()), 'applied');
    const found = [rows(book.bids()), rows(book.asks()), rows(book.bids(1))];
    assert.deepEqual(found, [[[10, 2], [9, 1]], [[11, 3], [12, 4]], [[10, 2]]]); // biome-ignore format: levels
    assert.deepEqual([book.synced, book.bestBid, book.bestAsk], [true, 10, 11]);
  });

  it('puts, changes and removes levels, and counts removals of what is not there', () => {
    const book = new OrderBook();
    book.apply(snapshot());
    book.apply(update({ bids: [[10, 0], [9.5, 5], [9, 7], [3, 0]], asks: [[10.5, 1]] })); // biome-ignore format: levels
    assert.deepEqual(rows(book.bids()), [[9.5, 5], [9, 7]]); // biome-ignore format: levels
    assert.deepEqual([book.bestAsk, book.absent, book.crossed], [10.5, 1, false]);
    book.apply(update({ bids: [[10.5, 1]] }));
    assert.equal(book.crossed, true);
  });

  it('keeps no more levels than the source', () => {
    const book = new OrderBook();
    book.apply({ ...snapshot(), depth: 1 });
    assert.deepEqual([rows(book.bids()), rows(book.asks())], [[[10, 2]], [[11, 3]]]);
    const deeper = new OrderBook({ depth: 2 });
    deeper.apply({ ...snapshot(), depth: 1 });
    assert.equal(deeper.bids().length, 2);
  });

  it('goes on where the next update begins right behind, or says what it follows on', () => {
    const book = new OrderBook();
    book.apply(snapshot(100));
    assert.equal(book.apply(update({ first: 90, sequence: 100 })), 'old');
    assert.equal(book.apply(update({ first: 99, sequence: 103 })), 'applied', 'it overlaps');
    assert.equal(book.apply(update({ first: 104, sequence: 104 })), 'applied');
    assert.equal(book.apply(update({ sequence: 110, previous: 104 })), 'applied');
    assert.equal(book.apply(update({ sequence: 3, previous: 110 })), 'applied', 'the source counts anew');
    assert.equal(book.apply(update({ sequence: 3, previous: 3 })), 'applied', 'the source says that nothing changed');
    assert.equal(book.sequence, 3);
  });

  it('is void after a hole, until the next snapshot', () => {
    for (const hole of [update({ first: 102, sequence: 103 }), update({ sequence: 103, previous: 101 })]) {
      const book = new OrderBook();
      book.apply(snapshot(100));
      assert.equal(book.apply(hole), 'gap');
      assert.deepEqual([book.synced, book.apply(update({ sequence: 101 }))], [false, 'waiting']);
      assert.equal(book.apply(snapshot(200)), 'applied');
      assert.equal(book.synced, true);
    }
  });

  it('is void where its checksum is another one', () => {
    const book = new OrderBook({ checksum: okxChecksum });
    const checksum = zipCrc32('10:2:11:3:9:1:12:4') | 0;
    assert.equal(book.apply({ ...snapshot(), checksum }), 'applied');
    assert.equal(book.apply({ ...update({ bids: [[8, 1]] }), checksum }), 'mismatch');
    assert.equal(book.synced, false);
    assert.equal(new OrderBook().apply({ ...snapshot(), checksum: 1 }), 'applied', 'nobody said how it is taken');
  });

  it('is, whatever comes, what a plain map of prices is', () => {
    const level = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 3 }));
    const side = fc.array(level, { maxLength: 6 });
    check(
      fc.property(
        fc.array(fc.record({ snapshot: fc.boolean(), bids: side, asks: side }), { maxLength: 20 }),
        (steps) => {
          const book = new OrderBook();
          book.apply(update({ snapshot: true }));
          const maps = { bids: new Map<number, number>(), asks: new Map<number, number>() };
          for (const step of steps) {
            book.apply(update(step));
            for (const name of ['bids', 'asks'] as const) {
              if (step.snapshot) maps[name].clear();
              for (const [price, size] of step[name]) maps[name].set(price, size);
              for (const [price, size] of maps[name]) if (size === 0) maps[name].delete(price);
            }
          }
          assert.deepEqual(
            rows(book.bids()),
            [...maps.bids].sort(([a], [b]) => b - a),
          );
          assert.deepEqual(
            rows(book.asks()),
            [...maps.asks].sort(([a], [b]) => a - b),
          );
        },
      ),
    );
  });
});

describe('the checksums of books', () => {
  const level = (priceText: string, sizeText: string): BookLevel => ({
    price: Number(priceText),
    size: Number(sizeText),
    priceText,
    sizeText,
  });

  it('are CRC-32 as everybody takes it', () => {
    assert.equal(crc32('123456789'), 0xcbf43926);
    check(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789:.-'), maxLength: 400 }), (text) =>
        assert.equal(crc32(text), zipCrc32(text)),
      ),
    );
  });

  it('take the text of the numbers: 25 levels by turns for OKX, where one side is shorter the rest of the other', () => {
    const bids = Array.from({ length: 30 }, (_, at) => level(`${100 - at}.10`, '1.0'));
    const asks = [level('101', '0.50'), level('102', '2')];
    const text = [
      '100.10:1.0:101:0.50:99.10:1.0:102:2',
      ...Array.from({ length: 23 }, (_, at) => `${98 - at}.10:1.0`),
    ].join(':');
    assert.equal(okxChecksum(bids, asks), zipCrc32(text) | 0);
  });

  it('take the digits, without point and leading zeros, of 10 levels for Kraken, asks first', () => {
    const asks = Array.from({ length: 12 }, (_, at) => level(`0.05${at + 10}`, '0.00000500'));
    const bids = [level('0.04990', '1.50')];
    const text = `${Array.from({ length: 10 }, (_, at) => `5${at + 10}500`).join('')}4990150`;
    assert.equal(krakenChecksum(bids, asks), zipCrc32(text));
  });
});

describe('the join of a book and the changes that were streaming meanwhile', () => {
  const change = (first: number, last: number): BookUpdate => update({ first, sequence: last, bids: [[last, 1]] });

  it('drops what the book has, and goes on with the rest', () => {
    const join = new BookJoin();
    for (const [first, last] of [
      [95, 98],
      [99, 101],
      [102, 104],
    ] as const) {
      // biome-ignore format: numbers
      assert.equal(join.change(change(first, last)), 'waiting');
    }
    assert.equal(join.snapshot(snapshot(100)), 'applied');
    assert.deepEqual([join.waiting, join.book.sequence, join.change(change(105, 105))], [0, 104, 'applied']);
    assert.deepEqual(rows(join.book.bids(3)), [[105, 1], [104, 1], [101, 1]]); // biome-ignore format: levels
  });

  it('asks for a newer book where the first change begins behind it', () => {
    const join = new BookJoin();
    join.change(change(105, 106));
    join.change(change(107, 107));
    assert.equal(join.snapshot(snapshot(100)), 'gap');
    assert.deepEqual([join.waiting, join.book.synced], [2, false]);
    assert.equal(join.snapshot(snapshot(105)), 'applied');
    assert.deepEqual([join.waiting, join.book.sequence], [0, 107]);
  });

  it('waits again after a hole, from the change behind it on', () => {
    const join = new BookJoin();
    join.snapshot(snapshot(100));
    assert.equal(join.change(change(103, 104)), 'gap');
    assert.equal(join.change(change(105, 105)), 'waiting');
    assert.equal(join.snapshot(snapshot(104)), 'applied');
    assert.equal(join.book.sequence, 105);
  });

  it('holds a bounded number of changes', () => {
    const join = new BookJoin();
    for (let at = 1; at <= 10_005; at++) join.change(change(at, at));
    assert.equal(join.waiting, 10_000);
    assert.equal(join.snapshot(snapshot(4)), 'gap');
    assert.equal(join.snapshot(snapshot(5)), 'applied');
  });
});

/** What the tests of splitters have in common: one stream of bytes, cut in every way. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Splitter } from '../../../src/feed/transports/splitter.js';
import { check } from '../codecs/seed.ts';

export type Message = string | ArrayBuffer;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All messages of a stream that arrives in these chunks, each in memory that is overwritten afterwards. */
export function split(splitter: Splitter, chunks: readonly Uint8Array[]): Message[] {
  const messages: Message[] = [];
  const take = () => {
    for (let message = splitter.next(); message !== undefined; message = splitter.next()) messages.push(message);
  };
  for (const chunk of chunks) {
    const memory = Uint8Array.from(chunk);
    splitter.push(memory);
    take();
    memory.fill(0xff);
  }
  splitter.end();
  take();
  return messages;
}

/** A stream cut behind these numbers of bytes. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.filter((place) => place <= bytes.length).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

/** Asserts that a stream gives the same messages whole, byte by byte, cut at every place and pair of places, and at random ones. */
export function assertSameUnderEveryChunking(
  open: () => Splitter,
  bytes: Uint8Array,
  expected: readonly Message[],
): void {
  const same = (places: readonly number[]) =>
    assert.deepEqual(split(open(), cutAt(bytes, places)), expected, `cut at ${places}`);
  same([]);
  same(Array.from(bytes.keys()));
  for (let first = 0; first <= bytes.length; first++) same([first]);
  if (bytes.length <= 120) {
    for (let first = 0; first < bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) same([first, second]);
    }
  }
  check(fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), same), 200);
}

/** Asserts that random bytes, in any chunks, end in messages or in an error of the splitter's own, and never differ by chunking. */
export function assertSurvivesGarbage(open: () => Splitter, runs = 500): void {
  const outcome = (chunks: readonly Uint8Array[]) => {
    const splitter = open();
    const messages: Message[] = [];
    try {
      for (const chunk of chunks) {
        splitter.push(chunk);
        for (let message = splitter.next(); message !== undefined; message = splitter.next()) messages.push(message);
      }
    } catch (error) {
      assert.equal((error as Error).name, 'UnreadableStream', String(error));
      return { messages, error: (error as Error).message };
    }
    return { messages };
  };
  // the bytes that mean something come often
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(...bytesOf('\r\n: data\0idretry1é\ufeff')));
  const garbage = fc.array(byte, { maxLength: 300 }).map((bytes) => Uint8Array.from(bytes));
  const places = fc.array(fc.nat(300), { maxLength: 12 });
  check(
    fc.property(garbage, places, (bytes, cuts) => {
      assert.deepEqual(outcome(cutAt(bytes, cuts)), outcome([bytes]));
    }),
    runs,
  );
}

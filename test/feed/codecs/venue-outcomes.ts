import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CodecFactory } from '../../../src/feed/codec.ts';
import { lines, skip, type WireLine } from './recorded.ts';
import { type Outcome, RecordingSink } from './recording-sink.ts';

/**
 * One test per channel of a file of recorded messages: what the codec makes of all its lines together, requests that clients
 * send left out. A channel missing from the table fails, so that every line is either a tick or knowingly none.
 */
export function testWireFile(path: string, codec: CodecFactory, table: Readonly<Record<string, Outcome>>): void {
  it(`knows every channel of ${path}`, { skip }, () => {
    const channels = new Set(lines<WireLine>(path).map((line) => line.channel));
    assert.deepEqual(Object.keys(table).sort(), [...channels].sort());
  });
  for (const [channel, outcome] of Object.entries(table)) {
    const words = Object.entries(outcome).map(([what, count]) => `${count} ${what}`);
    it(`makes of "${channel}" ${words.length === 0 ? 'nothing' : words.join(', ')}`, { skip }, () => {
      const sink = new RecordingSink();
      for (const line of lines<WireLine>(path)) {
        if (line.channel !== channel || line.dir === 'send') continue;
        const { message } = line;
        codec({}).decode(typeof message === 'string' ? message : JSON.stringify(message), sink);
      }
      assert.deepEqual(sink.outcome, outcome);
    });
  }
}

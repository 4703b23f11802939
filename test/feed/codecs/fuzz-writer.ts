/** The feed's own sink before broken frames: what the page is told must be the sum of what the codec says. */
import assert from 'node:assert/strict';
import type { TickSink } from '../../../src/feed/codec.ts';
import { TickWriter } from '../../../src/feed/tick-writer.ts';
import { compileTable } from '../../../src/kernels/table.ts';
import { FeedBlockReader, FeedBlockWriter } from '../../../src/memory/feed-block.ts';
import { HostBlock } from '../../../src/memory/host-block.ts';
import { createTickerLane } from '../../../src/memory/lane.ts';
import { PageMemory } from '../../../src/memory/page-memory.ts';
import { Views } from '../../../src/memory/views.ts';
import { MarketTableWriter } from '../../../src/table/market-table-writer.ts';
import type { FuzzSink, Said } from './fuzz.ts';

/** Each of these calls is one entry of a message, and has one place among the counters. */
const ENTRIES = new Set('trade quote book bar option instrument ignored rejected failed'.split(' '));
/** Symbols that have a lane, which nobody drains, so that its ring conflates; ticks of the others are unrouted. */
const ROUTED = 20;
const START = 1_700_000_000_000;

/**
 * A tick writer with lanes and a market table, as a feed has it. `said` throws an AssertionError where the counters that a page sees have
 * not grown by as much as was said of the frame.
 */
export async function writerSink(symbols: readonly string[]): Promise<FuzzSink> {
  const memory = new PageMemory({ shared: false });
  const block = new FeedBlockReader(memory);
  const views = new Views(memory.memory);
  const writer = new TickWriter(views, new FeedBlockWriter(views, block.address, memory.byteLength), () => {});
  writer.table = new MarketTableWriter({ module: await compileTable({ shared: false }), shared: false, limit: 4e6 });
  for (const symbol of symbols.slice(0, ROUTED)) {
    const { address } = createTickerLane(memory, { host: new HostBlock(memory).address, capacity: 64 });
    writer.route(symbol, { address, symbol, leg: 0, byteLength: memory.byteLength });
  }
  let entries = 0;
  let messages = 0;
  let before = block.read();
  const begin = (length: number) => {
    before = block.read();
    entries = 0;
    messages++;
    writer.message(length, START + messages);
  };
  const said = (): Said => {
    writer.flush();
    const after = block.read();
    const grown = (...names: readonly (keyof typeof after)[]) =>
      names.reduce((sum, name) => sum + after[name] - before[name], 0);
    const told = {
      accepted: grown('ticks', 'references', 'unrouted', 'doubles'),
      rejected: grown('rejected'),
      ignored: grown('ignored'),
      failed: grown('errors'),
    };
    assert.equal(told.accepted + told.rejected + told.ignored + told.failed, entries, JSON.stringify(told));
    assert.equal(after.messages, messages);
    return told;
  };
  const calls = new Map<string, (...values: unknown[]) => unknown>();
  return new Proxy(writer as TickSink as FuzzSink, {
    get(_, name: string) {
      if (name === 'begin') return begin;
      if (name === 'said') return said();
      if (name === 'received') return writer.received;
      // whoever asks for anything else, such as `then`, finds nothing
      if (!(name in writer)) return undefined;
      let call = calls.get(name);
      if (!call) {
        const counts = ENTRIES.has(name);
        call = (...values) => {
          if (counts) entries++;
          return (writer as unknown as Record<string, (...values: unknown[]) => unknown>)[name]?.(...values);
        };
        calls.set(name, call);
      }
      return call;
    },
  });
}

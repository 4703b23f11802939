/** Frames of a simulated market, as the gateway would send them. */
import type { TickSink } from '../../src/feed/codec.js';
import { BinaryTickEncoder } from '../../src/feed/codecs/binary.js';
import type { TickEncoder, WireSymbol } from '../../src/feed/codecs/gateway-protocol.js';
import { JsonTickEncoder } from '../../src/feed/codecs/json-encoder.js';
import { MarketSimulator } from '../../src/feed/simulator.js';

export type FrameFormat = 'json' | 'binary';

export interface FramePlan {
  readonly format: FrameFormat;
  readonly symbols: readonly WireSymbol[];
  /** Ticks a frame. */
  readonly batch: number;
  /** How many frames. */
  readonly frames: number;
}

/** The market's symbols, with the wire ids that the gateway would give them. */
export function wireSymbols(count: number): WireSymbol[] {
  return Array.from({ length: count }, (_, index) => ({ name: `SYM-${index}`, id: index + 1 }));
}

/** Whose ticks go to which symbol, how often and at which prices repeats exactly. */
export function makeFrames({ format, symbols, batch, frames }: FramePlan): (string | ArrayBuffer)[] {
  const encoder: TickEncoder = format === 'json' ? new JsonTickEncoder() : new BinaryTickEncoder();
  const market = new MarketSimulator({ seed: 1, symbols: symbols.map(({ name }) => name) });
  const ids = new Map(symbols.map(({ name, id }) => [name, id]));
  const of = (id: number) => symbols[id - 1] as WireSymbol;
  const sink: Pick<TickSink, 'symbol' | 'trade' | 'quote'> = {
    symbol: (name) => ids.get(name) as number,
    trade: (id, ...rest) => encoder.trade(of(id), ...rest),
    quote: (id, ...rest) => encoder.quote(of(id), ...rest),
  };
  const utf8 = new TextEncoder();
  const text = new TextDecoder();
  let time = Date.now() - frames * batch;
  return Array.from({ length: frames }, () => {
    for (let tick = 0; tick < batch; tick++) market.tickInto(sink, time++);
    const frame = encoder.frame(time);
    // as a socket gives it: flat, not a rope of concatenations
    return typeof frame === 'string' ? text.decode(utf8.encode(frame)) : (frame as ArrayBuffer);
  });
}

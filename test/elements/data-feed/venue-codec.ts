import type { CodecFactory } from '../../../src/feed/codec.js';

/** A venue that the page brings itself: a gateway, whose bars come page by page from the address of its stream. */
const venue: CodecFactory = ({ src = '' }) => ({
  name: 'venue',
  subscribe: (symbols) => [JSON.stringify({ type: 'subscribe', symbols })],
  unsubscribe: (symbols) => [JSON.stringify({ type: 'unsubscribe', symbols })],
  history: {
    most: 1000,
    url(symbol, interval, limit, before) {
      const bars = new URL('/history', src.replace(/^ws/, 'http'));
      bars.search = new URLSearchParams({ symbol, interval: `${interval / 1000}s`, limit: `${limit}` }).toString();
      return before === undefined ? bars.href : undefined;
    },
  },
  decode(frame, sink) {
    for (const { type, symbol, price, size, time } of [JSON.parse(String(frame))].flat()) {
      if (type === 'trade') sink.trade(sink.symbol(symbol), time, price, size, Number.NaN, 0);
      else sink.ignored();
    }
  },
});

export default venue;

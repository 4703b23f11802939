import type { CodecFactory } from '../../src/feed/codec.js';

/** A codec of the page's own that does what a frame says: a list of calls of the sink, each a name and its arguments. */
const hostile: CodecFactory = () => ({
  name: 'hostile',
  subscribe: () => ['want'],
  unsubscribe: () => [],
  decode(frame, sink) {
    for (const [name, ...values] of JSON.parse(String(frame))) {
      if (name === 'trade') sink.trade(sink.symbol(values[0]), sink.received, values[1], 1, Number.NaN, 0);
      else (sink[name as keyof typeof sink] as (...values: unknown[]) => void)(...values);
    }
    sink.ignored();
  },
});

export default hostile;

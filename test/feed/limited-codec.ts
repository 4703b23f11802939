import type { CodecFactory } from '../../src/feed/codec.js';

/** A codec as a page would bring one: two symbols to a connection, a login, heartbeats, words of its own. */
const limited: CodecFactory = () => ({
  name: 'limited',
  waits: true,
  symbolsPerConnection: 2,
  heartbeat: { every: 100, message: () => 'beat' },
  canonical: (symbol) => symbol.toUpperCase(),
  subscribe: (symbols) => [`want ${symbols.join(' ')}`],
  unsubscribe: (symbols) => [`drop ${symbols.join(' ')}`],
  decode(frame, sink) {
    const [word, symbol = '', price = '', sequence = ''] = String(frame).split(' ');
    if (word === 'welcome') sink.ready();
    if (word === 'go' || word === 'never') sink.end(`told to ${word}`, word === 'go');
    if (word === 'hole') sink.gap(symbol, Number(price), Number(sequence));
    if (word === 'is') sink.instrument({ symbol, currency: price, tickSize: Number(sequence) });
    else if (word === 'trade') sink.trade(sink.symbol(symbol), sink.received, Number(price), 1, Number(sequence), 0);
    else sink.ignored();
  },
});

export default limited;

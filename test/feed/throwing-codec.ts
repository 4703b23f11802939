import type { CodecFactory } from '../../src/feed/codec.js';

/** A codec with mistakes: it throws at some frames, finds a hole in others, and tells of instruments without end. */
const throwing: CodecFactory = () => ({
  name: 'throwing',
  subscribe: (symbols) => [`want ${symbols.join(' ')}`],
  unsubscribe: (symbols) => [`drop ${symbols.join(' ')}`],
  decode(frame, sink) {
    const [word, symbol = '', count = ''] = String(frame).split(' ');
    if (word === 'throw') throw new Error(`a mistake of ${symbol}`);
    if (word === 'holes') for (let from = 1; from <= Number(count); from++) sink.gap(symbol, from * 10, 2);
    if (word === 'names') for (let name = 0; name < Number(count); name++) sink.gap(`${symbol}${name}`, 1, 1);
    if (word === 'are') for (let each = 0; each < Number(count); each++) sink.instrument({ symbol, precision: each });
    if (word === 'trade') sink.trade(sink.symbol(symbol), sink.received, Number(count), 1, Number.NaN, 0);
    else sink.ignored();
  },
});

export default throwing;

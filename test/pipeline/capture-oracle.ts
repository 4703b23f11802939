/** What a capture says, read line by line without any of the kit's code. */

/** What a symbol's widget must show in the end. */
export interface Expected {
  trades: number;
  quotes: number;
  /** The last trade, or the last mid where only quotes came. */
  last: number;
  traded: boolean;
}

interface Line {
  readonly d: string;
  readonly m: { readonly data?: Fields } & Fields;
}
type Fields = Readonly<Record<string, string | undefined>>;

/** One trade, or one quote as its mid. */
export interface CapturedTick {
  readonly symbol: string;
  readonly trade: boolean;
  readonly price: number;
  /** false: a trade from before the subscription. */
  readonly counts: boolean;
}

/** Coinbase trades come as `match` (`last_match` is one from before), quotes as `ticker`; Binance: `aggTrade`, `bookTicker`. */
export function readTicks(text: string): CapturedTick[] {
  const ticks: CapturedTick[] = [];
  const trade = (symbol = '', price = '', counts = true) => {
    ticks.push({ symbol, trade: true, price: Number(price), counts });
  };
  const quote = (symbol = '', bid = '', ask = '') => {
    ticks.push({ symbol, trade: false, price: 0.5 * (Number(bid) + Number(ask)), counts: true });
  };
  for (const line of text.split('\n')) {
    if (!line.includes('"d":"recv"')) continue;
    const { m } = JSON.parse(line) as Line;
    const stream = m.stream ?? '';
    const data: Fields = m.data ?? {};
    if (m.type === 'match' || m.type === 'last_match') trade(m.product_id, m.price, m.type === 'match');
    else if (m.type === 'ticker') quote(m.product_id, m.best_bid, m.best_ask);
    else if (stream.endsWith('@aggTrade')) trade(data.s, data.p);
    else if (stream.endsWith('@bookTicker')) quote(data.s, data.b, data.a);
  }
  return ticks;
}

export function expectCapture(text: string): Map<string, Expected> {
  const symbols = new Map<string, Expected>();
  for (const { symbol, trade, price, counts } of readTicks(text)) {
    const entry = symbols.get(symbol) ?? { trades: 0, quotes: 0, last: Number.NaN, traded: false };
    symbols.set(symbol, entry);
    if (trade || !entry.traded) entry.last = price;
    entry.traded ||= trade;
    if (!trade) entry.quotes++;
    else if (counts) entry.trades++;
  }
  return symbols;
}

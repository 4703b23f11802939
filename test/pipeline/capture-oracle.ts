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

/** Coinbase trades come as `match` (`last_match` is one from before), quotes as `ticker`; Binance: `aggTrade`, `bookTicker`. */
export function expectCapture(text: string): Map<string, Expected> {
  const symbols = new Map<string, Expected>();
  const at = (symbol: string) => {
    const known = symbols.get(symbol) ?? { trades: 0, quotes: 0, last: Number.NaN, traded: false };
    symbols.set(symbol, known);
    return known;
  };
  const trade = (symbol: string, price: string, counts: boolean) => {
    const entry = at(symbol);
    entry.last = Number(price);
    entry.traded = true;
    if (counts) entry.trades++;
  };
  const quote = (symbol: string, bid: string, ask: string) => {
    const entry = at(symbol);
    if (!entry.traded) entry.last = (Number(bid) + Number(ask)) / 2;
    entry.quotes++;
  };
  for (const line of text.split('\n')) {
    if (!line.includes('"d":"recv"')) continue;
    const { m } = JSON.parse(line) as Line;
    const stream = m.stream ?? '';
    const data = (m.data ?? {}) as Record<string, string>;
    if (m.type === 'match' || m.type === 'last_match')
      trade(m.product_id as string, m.price as string, m.type === 'match');
    else if (m.type === 'ticker') quote(m.product_id as string, m.best_bid as string, m.best_ask as string);
    else if (stream.endsWith('@aggTrade')) trade(data.s as string, data.p as string, true);
    else if (stream.endsWith('@bookTicker')) quote(data.s as string, data.b as string, data.a as string);
  }
  return symbols;
}

/** What the dashboard shows when its address does not say: names that the simulator knows. */
export const PAIRS = [
  'BTC-USD',
  'ETH-USD',
  'SOL-USD',
  'XRP-USD',
  'DOGE-USD',
  'ADA-USD',
  'AVAX-USD',
  'LINK-USD',
  'LTC-USD',
  'DOT-USD',
  'ETH-BTC',
  'EUR-USD',
];
export const EQUITIES = ['AAPL', 'MSFT', 'NVDA', 'TSLA', 'AMZN', 'GOOGL', 'META', 'AMD', 'NFLX', 'JPM', 'XOM', 'COST'];
export const TAPE = ['SPY', 'QQQ', 'EUR-USD', 'GBP-USD', 'BTC-USD', 'ETH-USD', 'AAPL', 'INTC'];
export const WATCHED = ['BTC-USD', 'ETH-BTC', 'NVDA', 'TSLA', 'SOL-USD', 'KO', 'V', 'DIS', 'WMT', 'GBP-USD'];

/** A pair of currencies, as far as its name tells. */
export function isPair(symbol: string): boolean {
  return /[-/_]|(?:USDT|USDC|USD|EUR|BTC)$/i.test(symbol);
}

/** `count` symbols: those given, then made-up ones that the simulator invents a market for. */
export function fillUp(symbols: readonly string[], count: number): string[] {
  const filled = symbols.slice(0, count);
  for (let number = 1; filled.length < count; number++) filled.push(`SIM${String(number).padStart(4, '0')}`);
  return filled;
}

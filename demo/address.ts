/** What the page's address asks for. */
export interface PageOptions {
  /** Where ticks come from; empty: the gateway behind this page, else the simulator inside it. */
  readonly src: string;
  readonly format: string;
  /** Exactly these tiles; empty: the whole dashboard. */
  readonly symbols: readonly string[];
  /** So many tiles, whatever they are; 0: as `symbols` says. */
  readonly count: number;
}

/** Reads `?src=ws://localhost:8787&format=coinbase&symbols=SKL-USD,DASH-BTC` or `?count=1000`. */
export function readAddress(search: string): PageOptions {
  const query = new URLSearchParams(search);
  const src = query.get('src') ?? '';
  const symbols = (query.get('symbols') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const count = Math.min(Math.max(Math.floor(Number(query.get('count')) || 0), 0), 4000);
  return { src, format: query.get('format') ?? (src ? 'json' : 'binary'), symbols, count };
}

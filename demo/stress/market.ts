import type { Source } from './stress-settings.js';

/** How to reach a market: for `<data-feed>`, and for the version by hand. */
export interface Market {
  readonly src: string;
  readonly format: 'json' | 'binary';
  /** The WebSocket's address; empty: the market is made in this page. */
  readonly socket: string;
}

const SEED = 7;

/** A market of so many ticks a second. Rejects where the page has no gateway behind it, or the gateway says no. */
export async function openMarket(source: Source, symbols: number, rate: number): Promise<Market> {
  if (source === 'page') return { src: `sim:rate=${rate}&seed=${SEED}`, format: 'json', socket: '' };
  const answer = await fetch(`/demo/market?symbols=${symbols}&rate=${rate}`);
  const isJson = answer.headers.get('content-type')?.includes('json');
  // a static host answers whatever it has
  if (!answer.ok || !isJson) throw new Error('there is no gateway behind this page: ticks are made in the page');
  const { socket } = (await answer.json()) as { readonly socket: string };
  return { src: socket, format: 'binary', socket };
}

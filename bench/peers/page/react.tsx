/** React 19 as people write it: state for each ticker, set by the message that brings its ticks. */
import { memo, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type Contender, serveContender } from '../../page/live/contender.ts';
import { subscribe } from '../../page/live/socket.ts';
import { addStyle, priceText, TILES, Ticker, trendPoints } from '../../page/live/ticker.ts';

interface Shown {
  readonly price: number;
  readonly sma: number;
  readonly trend: readonly number[];
}

const setters = new Map<string, (shown: Shown) => void>();
const tickers = new Map<string, Ticker>();
let ticks = 0;

const Tile = memo(({ symbol }: { symbol: string }) => {
  const [{ price, sma, trend }, show] = useState<Shown>({ price: Number.NaN, sma: Number.NaN, trend: [] });
  useEffect(() => {
    setters.set(symbol, show);
    return () => void setters.delete(symbol);
  }, [symbol]);
  return (
    <div className="tile">
      <span>{symbol}</span>
      <span className="price">{priceText(price)}</span>
      <span className="sma">{priceText(sma)}</span>
      <svg className="trend" aria-hidden="true">
        <polyline points={trendPoints(trend, 130, 16)} />
      </svg>
    </div>
  );
});

const Board = ({ symbols }: { symbols: readonly string[] }) => (
  <div className="tiles">
    {symbols.map((symbol) => (
      <Tile key={symbol} symbol={symbol} />
    ))}
  </div>
);

const contender: Contender = {
  get ticks() {
    return ticks;
  },
  open(stage, { url, symbols }) {
    addStyle(TILES);
    for (const symbol of symbols) tickers.set(symbol, new Ticker(symbol));
    createRoot(stage).render(<Board symbols={symbols} />);
    return new Promise((resolve) => {
      subscribe(url, symbols, (message) => {
        for (const { type, symbol, price } of message) {
          const ticker = tickers.get(symbol);
          if (type !== 'trade' || !ticker) continue;
          ticker.trade(price);
          setters.get(symbol)?.({ price: ticker.price, sma: ticker.sma, trend: [...ticker.trend] });
        }
        ticks += message.length;
        resolve();
      });
    });
  },
};

await serveContender(contender);

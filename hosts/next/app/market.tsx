'use client';

import 'ticklane';
import { useState } from 'react';
import { useFeedStatus, useTicker } from 'ticklane/react';
import { MAX_RATE, SYMBOLS, written } from '../../shared/market.js';

/** What the server sends has the tags with their attributes, and what stands in them until they tick. */
export function Market() {
  const [symbol, setSymbol] = useState(SYMBOLS[0]);
  // React 19 attaches no `onstatuschange` to a tag that the server has sent before it renders it anew: a binding hears from the begin
  const status = useFeedStatus();
  const price = useTicker(symbol, ({ last }) => last, { maxRate: MAX_RATE });
  return (
    <main>
      <h1>Market</h1>
      <select name="symbol" value={symbol} onChange={({ target }) => setSymbol(target.value)}>
        {SYMBOLS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <data-feed src="sim:rate=200&seed=7" />
      <ticker-widget className="large" symbol={symbol} indicators="sma(20)" sparkline="1m">
        {symbol} has no price yet
      </ticker-widget>
      <ul className="list">
        {SYMBOLS.map((one) => (
          <li key={one}>
            <ticker-widget symbol={one} variant="row">
              {one}
            </ticker-widget>
          </li>
        ))}
      </ul>
      <p>
        In the state: <output className="reading">{written(price)}</output>. The feed is{' '}
        <output className="status">{status}</output>.
      </p>
    </main>
  );
}

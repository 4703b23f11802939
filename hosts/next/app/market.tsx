'use client';

import 'ticklane';
import 'ticklane/react';
import { useState } from 'react';
import type { StatusChangeEvent } from 'ticklane';

const SYMBOLS = ['BTC-USD', 'ETH-USD', 'AAPL', 'MSFT'];

/** What the server sends has the tags with their attributes, and what stands in them until the first tick. */
export function Market() {
  const [symbol, setSymbol] = useState(SYMBOLS[0]);
  const [status, setStatus] = useState('');
  return (
    <main>
      <h1>Market</h1>
      <select name="symbol" value={symbol} onChange={({ target }) => setSymbol(target.value)}>
        {SYMBOLS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <data-feed src="sim:rate=200&seed=7" onstatuschange={(event: StatusChangeEvent) => setStatus(event.status)} />
      <ticker-widget className="large" symbol={symbol} indicators="sma(20)" sparkline="1m">
        {symbol}
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
        The feed is <output className="status">{status}</output>.
      </p>
    </main>
  );
}

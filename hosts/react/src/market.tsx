import { useEffect, useState } from 'react';
import type { SignalEvent, StatusChangeEvent } from 'ticklane';
import { INDICATORS, report, SYMBOLS, source, written } from '../../shared/market.js';
import { Follower } from './follower.tsx';
import { Reading } from './reading.tsx';

/** What the page shows of a market: one large ticker, a list, and what is chosen of them. */
export function Market() {
  const [symbol, setSymbol] = useState(SYMBOLS[0]);
  const [indicators, setIndicators] = useState(INDICATORS[0]);
  const [status, setStatus] = useState('');
  const [signal, setSignal] = useState('');
  const [follows, setFollows] = useState(false);
  const [list, setList] = useState(SYMBOLS);
  useEffect(() => {
    report.renders++;
  });
  return (
    <main>
      <h1>Market</h1>
      <div className="choices">
        <select name="symbol" value={symbol} onChange={({ target }) => setSymbol(target.value)}>
          {SYMBOLS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <select name="indicators" value={indicators} onChange={({ target }) => setIndicators(target.value)}>
          {INDICATORS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <label>
          <input
            name="follow"
            type="checkbox"
            checked={follows}
            onChange={({ target }) => setFollows(target.checked)}
          />
          Follow
        </label>
        <button name="turn" type="button" onClick={() => setList(list.toReversed())}>
          Turn round
        </button>
      </div>
      <data-feed src={source()} onstatuschange={({ status }: StatusChangeEvent) => setStatus(status)} />
      <ticker-widget className="large" symbol={symbol} indicators={indicators} sparkline="1m">
        <price-alert
          name="first price"
          when="price > 0"
          once
          onsignal={({ name, price }: SignalEvent) => setSignal(`${name}: ${written(price)}`)}
        />
      </ticker-widget>
      <Reading symbol={symbol} />
      {follows && <Follower symbol={symbol} />}
      <ul className="list">
        {list.map((one) => (
          <li key={one}>
            <ticker-widget symbol={one} variant="row" />
          </li>
        ))}
      </ul>
      <p>
        The feed is <output className="status">{status}</output>. <output className="signal">{signal}</output>
      </p>
    </main>
  );
}

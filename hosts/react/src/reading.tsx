import { useLayoutEffect } from 'react';
import { useTicker } from 'ticklane/react';
import { MAX_RATE, report, written } from '../../shared/market.js';

/** The price in the component's state: it renders as often as it was asked to, and not as often as ticks come. */
export function Reading({ symbol }: { symbol: string }) {
  const price = useTicker(symbol, ({ last }) => last, { maxRate: MAX_RATE });
  useLayoutEffect(() => {
    report.readings++;
  });
  return (
    <p>
      {symbol} in the state: <output className="reading">{written(price)}</output>
    </p>
  );
}

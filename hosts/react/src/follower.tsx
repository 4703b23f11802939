import { useEffect, useState } from 'react';
import type { ValueChangeEvent } from 'ticklane';
import { report, written } from '../../shared/market.js';

/** Takes each painted price into its state: it renders in every frame, as somebody asked for just that. */
export function Follower({ symbol }: { symbol: string }) {
  const [last, setLast] = useState(Number.NaN);
  useEffect(() => {
    report.renders++;
  });
  return (
    <p>
      <ticker-widget
        className="followed"
        symbol={symbol}
        variant="compact"
        onvaluechange={({ values }: ValueChangeEvent) => setLast(values.last)}
      />
      <output className="last">{written(last)}</output>
    </p>
  );
}

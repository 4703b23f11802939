import { useEffect, useSyncExternalStore } from 'react';
import { report, route } from '../../shared/market.js';
import { Market } from './market.tsx';

/** The page's address is a store like any other. */
function onHash(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

export function App() {
  const at = useSyncExternalStore(onHash, route);
  useEffect(() => {
    report.renders++;
  });
  return (
    <>
      <nav>
        <a href="#/">Market</a>
        <a href="#/about">About</a>
      </nav>
      {at === '/' ? <Market /> : <p className="about">Prices are simulated.</p>}
    </>
  );
}

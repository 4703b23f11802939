import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { get } from 'svelte/store';
import { effectScope } from 'vue';
import { useFeedStatus, useTicker } from '../../src/bindings/react.js';
import { feedStatus, ticker } from '../../src/bindings/svelte.js';
import { useTicker as vueTicker } from '../../src/bindings/vue.js';
import { watchFeed, watchTicker } from '../../src/bindings/watch.js';

const never = () => assert.fail('nothing is watched on a server');

describe('bindings on a server', () => {
  it('know nothing but the names of indicators, and leave nothing running', () => {
    const watch = watchTicker('BTC-USD', { indicators: 'fast: sma(3); rsi(14);' }, never);
    assert.deepEqual(Object.keys(watch.values.indicators), ['fast', 'rsi(14)']);
    assert.ok(Object.values(watch.values.indicators).every(Number.isNaN));
    assert.ok(Number.isNaN(watch.values.last));
    assert.equal(watch.values.ticks, 0);
    watch.stop();
    assert.equal(watchFeed('', never).status, 'idle');
    assert.throws(() => watchTicker('BTC-USD', { maxRate: 100 }, never), RangeError);
  });

  it('render in React, tags beside them', () => {
    function Price({ symbol }: { readonly symbol: string }) {
      const last = useTicker(symbol, (values) => values.last);
      const average = useTicker(symbol, (values) => values.indicators.average, { indicators: 'average: sma(5)' });
      return createElement('output', { title: useFeedStatus() }, `${symbol} ${last} ${average}`);
    }
    const tags = createElement('ticker-widget', { symbol: 'BTC-USD', 'max-rate': 5, onvaluechange: never });
    assert.equal(
      renderToString(createElement('main', null, createElement(Price, { symbol: 'BTC-USD' }), tags)),
      '<main><output title="idle">BTC-USD NaN NaN</output><ticker-widget symbol="BTC-USD" max-rate="5"></ticker-widget></main>',
    );
  });

  it('have values in Vue and Svelte', () => {
    const scope = effectScope();
    const last = scope.run(() => vueTicker(() => 'BTC-USD', { select: (values) => values.last }));
    assert.ok(Number.isNaN(last?.value));
    scope.stop();
    assert.ok(Number.isNaN(get(ticker('BTC-USD')).last));
    assert.equal(get(feedStatus()), 'idle');
  });
});

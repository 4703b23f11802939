/** Perspective's datagrid: a table indexed by symbol in its worker, updated by each message. It has no sparklines. */
import perspective from '@perspective-dev/client';
import clientWasm from '@perspective-dev/client/dist/wasm/perspective-js.wasm?url';
import serverWasm from '@perspective-dev/server/dist/wasm/perspective-server.wasm?url';
import viewer from '@perspective-dev/viewer';
import viewerWasm from '@perspective-dev/viewer/dist/wasm/perspective-viewer.wasm?url';
import '@perspective-dev/viewer-datagrid';
import '@perspective-dev/viewer/dist/css/themes.css';
import { type Contender, serveContender } from '../../page/live/contender.ts';
import { subscribe } from '../../page/live/socket.ts';
import { addStyle, Ticker } from '../../page/live/ticker.ts';

await Promise.all([
  perspective.init_server(fetch(serverWasm)),
  perspective.init_client(fetch(clientWasm)),
  viewer.init_client(fetch(viewerWasm)),
]);

let ticks = 0;

const contender: Contender = {
  get ticks() {
    return ticks;
  },
  async open(stage, { url, symbols }) {
    addStyle('perspective-viewer { display: block; position: relative; height: 100% }');
    const tickers = new Map(symbols.map((symbol) => [symbol, new Ticker(symbol)]));
    const client = await perspective.worker();
    const table = await client.table({ symbol: 'string', price: 'float', sma: 'float' }, { index: 'symbol' });
    await table.update(symbols.map((symbol) => ({ symbol, price: null, sma: null })));
    const element = document.createElement('perspective-viewer') as HTMLElement & {
      load(table: Promise<unknown>): Promise<void>;
      restore(config: object): Promise<void>;
    };
    stage.append(element);
    await element.load(Promise.resolve(table));
    await element.restore({ plugin: 'Datagrid', columns: ['symbol', 'price', 'sma'], theme: 'Pro Light' });
    await new Promise<void>((resolve, reject) => {
      subscribe(url, symbols, (message) => {
        const changed = new Set<Ticker>();
        for (const { type, symbol, price } of message) {
          const ticker = tickers.get(symbol);
          if (type !== 'trade' || !ticker) continue;
          ticker.trade(price);
          changed.add(ticker);
        }
        const rows = Array.from(changed, ({ symbol, price, sma }) => {
          return { symbol, price, sma: Number.isNaN(sma) ? null : sma };
        });
        table.update(rows).then(() => {
          ticks += message.length;
          resolve();
        }, reject);
      });
    });
  },
};

await serveContender(contender);

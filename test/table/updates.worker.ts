/** A browser test's writer: grows a table while the page reads it. */
import { compileTable } from '../../src/kernels/table.js';
import { MarketTableWriter } from '../../src/table/market-table-writer.js';

/** Writes a quote of each symbol S{from} to S{to - 1}, in one batch: bid `price`, ask two above. */
export interface UpdateOrder {
  readonly from: number;
  readonly to: number;
  readonly price: number;
}

let writer: MarketTableWriter | undefined;
let time = Date.UTC(2026, 0, 5, 10);

addEventListener('message', async ({ data }: MessageEvent<UpdateOrder>) => {
  if (!writer) {
    writer = new MarketTableWriter({ module: await compileTable({ shared: true }), shared: true });
    postMessage(writer.handle);
  }
  time += 1000;
  for (let index = data.from; index < data.to; index++) {
    const id = writer.symbol(`S${index}`);
    writer.quote(id, time, time, data.price, index, data.price + 2, index, Number.NaN);
  }
  writer.flush();
});

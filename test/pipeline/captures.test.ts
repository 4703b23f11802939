import { expect, fixture, html } from '@open-wc/testing';
import type { DataFeed, TickerWidget } from '../../src/index.js';
import { nothingLeft, part, until } from '../elements/page.js';
import { readCapture, startGateway } from '../tools/servers.js';
import { expectCapture } from './capture-oracle.js';
import '../../src/index.js';

const CAPTURES = [
  { name: 'coinbase_exchange', format: 'coinbase', trades: 97, quotes: 107, references: 10 },
  { name: 'binance_spot_combined', format: 'binance', trades: 2, quotes: 84, references: 0 },
  { name: 'binance_futures_combined', format: 'binance-futures', trades: 91, quotes: 613, references: 0 },
] as const;

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('a recorded exchange, replayed through a real WebSocket', () => {
  for (const { name, format, ...counts } of CAPTURES) {
    for (const mode of ['shared', 'batched', 'individual']) {
      it(`${name} in ${mode} mode: every widget ends on the last trade, with exact counts and nothing unexplained`, async function () {
        const text = await readCapture(name);
        if (text === null) {
          console.log(`skipped: ${name}.jsonl is not on this machine`);
          this.skip();
        }
        const expected = expectCapture(text as string);
        const gateway = await startGateway({ replay: `../shared/data/replay/${name}.jsonl`, speed: 20 });
        const page = await fixture<HTMLElement>(html`
        <section>
          <data-feed src=${gateway.url} format=${format} mode=${mode}></data-feed>
          ${[...expected.keys(), 'NEVER'].map((symbol) => html`<ticker-widget symbol=${symbol}></ticker-widget>`)}
        </section>
      `);
        const feed = page.querySelector('data-feed') as DataFeed;
        const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
        const never = widgets.pop() as TickerWidget;

        const ticks = counts.trades + counts.quotes;
        await until(
          () => feed.stats.ticks >= ticks && sum(widgets.map(({ values }) => values.ticks)) >= ticks,
          'all ticks',
        );
        for (const widget of widgets) {
          const { last, trades, quotes } = expected.get(widget.symbol) as {
            last: number;
            trades: number;
            quotes: number;
          };
          const { values } = widget;
          expect(
            { last: values.last, trades: values.trades, quotes: values.ticks - values.trades },
            widget.symbol,
          ).to.deep.equal({
            last,
            trades,
            quotes,
          });
        }
        expect(sum(widgets.map(({ values }) => values.trades))).to.equal(counts.trades);
        const { stats } = feed;
        const told = {
          ticks: stats.ticks,
          references: stats.references,
          rejected: stats.rejected,
          unrouted: stats.unrouted,
        };
        expect(told).to.deep.equal({ ticks, references: counts.references, rejected: 0, unrouted: 0 });
        expect({
          reconnects: stats.reconnects,
          errors: stats.errors,
          conflated: stats.conflated,
          gaps: stats.gaps,
        }).to.deep.equal({
          reconnects: 0,
          errors: 0,
          conflated: 0,
          gaps: 0,
        });
        expect(stats.messages, 'every message is explained').to.equal(stats.ticks + stats.references + stats.ignored);
        expect(never.matches(':state(waiting)')).to.equal(true);
        expect(part(never, 'price')).to.equal('–');
        page.remove();
        await nothingLeft();
        await gateway.stop();
      });
    }
  }
});

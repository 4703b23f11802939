/** What ten thousand ticks cost the framework: nothing through the tags, and so many renders a second through a binding. */
import assert from 'node:assert/strict';
import { MAX_RATE, SYMBOLS } from '../../hosts/shared/market.js';
import type { HostPage } from './host-page.ts';

const TICKS = 10_000;

/** Ticks that have reached the tags of the list. */
async function arrived(host: HostPage): Promise<number> {
  return (await host.tags('.list ticker-widget')).reduce((sum, { ticks }) => sum + ticks, 0);
}

/** Lets ten thousand ticks reach the tags, and resolves to what happened meanwhile. */
async function tenThousand(host: HostPage) {
  await host.ticking('ticker-widget', 1 + SYMBOLS.length);
  await host.until('the first signal', async () => (await host.text('.signal')) !== '');
  await host.watch();
  const start = await arrived(host);
  const before = await host.report();
  const since = (await host.page.evaluate('performance.now()')) as number;
  await host.until(`${TICKS} ticks`, async () => (await arrived(host)) - start >= TICKS);
  const after = await host.report();
  const seconds = (((await host.page.evaluate('performance.now()')) as number) - since) / 1000;
  const readings = after.readings.filter((time) => time >= since);
  const mutations = (await host.page.evaluate('mutations')) as number;
  return { renders: after.renders - before.renders, readings, mutations, seconds };
}

/** While ticks come by thousands a second, the framework renders nothing but what a binding asks of it. */
export async function staysQuiet(host: HostPage): Promise<void> {
  const { renders, readings, mutations, seconds } = await tenThousand(host);
  assert.equal(renders, 0, 'renders of components without a binding');
  assert.ok(mutations <= readings.length, `${mutations} changes of the document, ${readings.length} readings`);
  // one at the begin of each pause, and one that was due already
  const most = Math.ceil(seconds * MAX_RATE) + 1;
  assert.ok(readings.length <= most, `${readings.length} renders through the binding in ${seconds} s, at most ${most}`);
}

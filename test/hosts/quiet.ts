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
  const start = await arrived(host);
  const before = await host.watch();
  await host.until(`${TICKS} ticks`, async () => (await arrived(host)) - start >= TICKS);
  const after = await host.done();
  return {
    renders: after.renders - before.renders,
    readings: after.readings - before.readings,
    passes: after.passes - before.passes,
    mutations: after.mutations,
    seconds: (after.time - before.time) / 1000,
  };
}

/** While ticks come by thousands a second, the framework renders nothing but what a binding asks of it. `bound`: one does. */
export async function staysQuiet(host: HostPage, bound: boolean): Promise<void> {
  const { renders, readings, passes, mutations, seconds } = await tenThousand(host);
  assert.equal(renders, 0, 'renders of components without a binding');
  assert.equal(mutations, readings, 'changes of the document: each is a render through the binding');
  assert.equal(readings > 0, bound, 'there are renders through a binding where there is one');
  // zone.js asks for one behind the timer, and the signal for another; one a second is left for other timers: frames would be sixty
  const looks = 2 * readings + Math.ceil(seconds) + 2;
  assert.ok(passes <= looks, `${passes} looks for changes for ${readings} readings in ${seconds} s, at most ${looks}`);
  // one at the end of each pause, and one that was due already
  const most = Math.ceil(seconds * MAX_RATE) + 1;
  assert.ok(readings <= most, `${readings} renders through the binding in ${seconds} s, at most ${most}`);
}

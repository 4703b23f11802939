/**
 * `npm run test:hosts`: packs the kit, installs it into every app below `hosts/` as a user would, checks their types, builds them for
 * production, and lets one end-to-end test drive each in a real browser, isolated and not. Prints a line for each check; the last one is
 * `N passed, N failed`.
 *
 *   --only react,vue   only these hosts
 *   --tarball FILE     tests this package, and builds none
 *   --serve            serves what was built until Ctrl-C, in place of the tests
 */
import { parseArgs } from 'node:util';
import puppeteer, { type Browser } from 'puppeteer-core';
import { type Gateway, startGateway } from '../gateway/server.ts';
import { HostPage } from '../test/hosts/host-page.ts';
import { keepsItsPage } from '../test/hosts/hot-reload.ts';
import { staysQuiet } from '../test/hosts/quiet.ts';
import { comesAlive, type Served, sendsMarkup, serveNext } from '../test/hosts/server-rendering.ts';
import { type Site, serveFolder } from '../test/hosts/static-site.ts';
import { type Check, TRADING_PAGE } from '../test/hosts/trading-page.ts';
import { buildAll } from './build.ts';
import { chromiumArguments, findChromium } from './find-browser.ts';
import { APPS, HOSTS, type Host, hasScript, inHost, install, npm, pack } from './hosts.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, tarball: { type: 'string' }, serve: { type: 'boolean' } },
});

let passed = 0;
let failed = 0;

/** Runs one check and prints how it went; false where it failed. */
async function check(name: string, run: () => Promise<unknown>): Promise<boolean> {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    await run();
    passed++;
    console.log(`ok     ${name} (${seconds()})`);
    return true;
  } catch (error) {
    failed++;
    console.log(`FAIL   ${name} (${seconds()})\n${String(error).replace(/^/gm, '       ')}`);
    return false;
  }
}

/** One page, check by check; after the first that fails the others have nothing to begin with. */
async function drive(
  browser: Browser,
  label: string,
  url: string,
  checks: readonly Check[],
  isolated: boolean,
): Promise<void> {
  const host = await HostPage.open(browser, url);
  try {
    for (const { name, run } of checks) {
      if (!(await check(`${label}: ${name}`, () => run(host, isolated)))) return;
    }
  } finally {
    await host.close();
  }
}

/** The same page, fed by a real socket with more ticks than frames. */
async function flood(browser: Browser, label: string, url: string, feed: string, bound: boolean): Promise<void> {
  await check(`${label}: the framework renders nothing of 10,000 ticks`, async () => {
    const host = await HostPage.open(browser, url, feed);
    try {
      await staysQuiet(host, bound);
    } finally {
      await host.close();
    }
  });
}

/** The folder of all hosts, served with the headers of isolation and without. */
interface Sites {
  readonly isolated: Site;
  readonly plain: Site;
}

async function serveHosts(): Promise<Sites> {
  const [isolated, plain] = await Promise.all([serveFolder(HOSTS, true), serveFolder(HOSTS, false)]);
  return { isolated, plain };
}

/** What comes before its pages; some have nothing to build. */
const steps = ({ name }: Host) =>
  [
    ['installs the package', () => install(name)],
    ...(hasScript(name, 'types') ? [['has strict types', () => npm(name, 'run', 'types')] as const] : []),
    ...(hasScript(name, 'build') ? [['builds', () => npm(name, 'run', 'build')] as const] : []),
  ] as const;

/** Everything of one host. */
async function testHost(host: Host, browser: Browser, gateway: Gateway, sites: Sites): Promise<void> {
  for (const [what, run] of steps(host)) {
    if (!(await check(`${host.name}: ${what}`, run))) return;
  }
  const checks = TRADING_PAGE.filter(({ inState }) => host.bound || !inState);
  for (const [page, folder] of Object.entries(host.pages)) {
    for (const isolated of [true, false]) {
      const label = `${page}, ${isolated ? 'isolated' : 'not isolated'}`;
      const url = `${(isolated ? sites.isolated : sites.plain).url}${folder}/`;
      await drive(browser, label, url, checks, isolated);
      await flood(browser, label, url, gateway.url, host.bound);
    }
  }
  await develop(host, browser);
  await render(host, browser);
}

/** What a developer sees of it. */
async function develop({ name, edited }: Host, browser: Browser): Promise<void> {
  if (!edited) return;
  await check(`${name}: a changed component keeps the page, its tags and their workers`, () =>
    keepsItsPage(browser, inHost(name), edited),
  );
}

/** A page that comes from its server with the tags in it. */
async function render({ name, renders }: Host, browser: Browser): Promise<void> {
  if (!renders) return;
  let site: Served | undefined;
  if (!(await check(`${name}: its server starts`, async () => (site = await serveNext(inHost(name))))) || !site) return;
  const { url } = site;
  try {
    await check(`${name}: the server sends the tags, their attributes and their content`, () => sendsMarkup(url));
    for (const [what, at] of [
      ['isolated', '/isolated'],
      ['not isolated', '/'],
    ] as const) {
      await check(`${name}, ${what}: the page comes alive, as the server has sent it`, () =>
        comesAlive(browser, url + at, at !== '/'),
      );
    }
  } finally {
    site.stop();
  }
}

async function testAll(hosts: readonly Host[]): Promise<void> {
  const sites = await serveHosts();
  const gateway = await startGateway({ simulate: 4, rate: 4000 });
  const browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArguments() });
  try {
    for (const host of hosts) await testHost(host, browser, gateway, sites);
  } finally {
    await browser.close();
    await gateway.close();
    await Promise.all([sites.isolated.stop(), sites.plain.stop()]);
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Builds, and says where the pages are for as long as it runs. */
async function serveAll(hosts: readonly Host[]): Promise<void> {
  for (const host of hosts) {
    for (const [, run] of steps(host)) await run();
  }
  const { isolated, plain } = await serveHosts();
  for (const { name, pages, renders } of hosts) {
    for (const [page, folder] of Object.entries(pages)) {
      console.log(`${page}: ${isolated.url}${folder}/ isolated, ${plain.url}${folder}/ not isolated`);
    }
    if (!renders) continue;
    const { url } = await serveNext(inHost(name));
    console.log(`${name}: ${url}/isolated isolated, ${url}/ not isolated`);
  }
}

const chosen = options.only?.split(',') ?? APPS.map(({ name }) => name);
const unknown = chosen.filter((name) => !APPS.some((host) => host.name === name));
if (unknown.length > 0) {
  console.error(`no host ${unknown.join(', ')}: there are ${APPS.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
} else {
  if (!options.tarball) await buildAll();
  await pack(options.tarball);
  const hosts = APPS.filter(({ name }) => chosen.includes(name));
  if (options.serve) await serveAll(hosts);
  else await testAll(hosts);
}

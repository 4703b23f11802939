/** The page as Next.js sends it, and how it comes alive in the browser. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import { SYMBOLS } from '../../hosts/shared/market.js';
import { HostPage } from './host-page.ts';

/** A server that runs. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  stop(): void;
}

/** Starts the server of what was built, on a free port. */
export async function serveNext(folder: string): Promise<Served> {
  const program = path.join(folder, 'node_modules/next/dist/bin/next');
  const child: ChildProcess = spawn(process.execPath, [program, 'start', '--port', '0', '--hostname', 'localhost'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output += text;
      const [, found] = /Local:\s+(http:\/\/\S+)/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`next start ended with ${code}\n${output}`)));
  });
  return { url, stop: () => child.kill() };
}

/** What the server sends is a page that says something before any script has run. */
export async function sendsMarkup(url: string): Promise<void> {
  const response = await fetch(url);
  const html = await response.text();
  assert.equal(response.status, 200, html);
  const [, attributes = '', content = ''] = /<ticker-widget([^>]*)>(.*?)<\/ticker-widget>/.exec(html) ?? [];
  for (const attribute of ['class="large"', 'symbol="BTC-USD"', 'indicators="sma(20)"', 'sparkline="1m"']) {
    assert.ok(attributes.includes(attribute), `${attribute} in <ticker-widget${attributes}>`);
  }
  assert.equal(content.replaceAll('<!-- -->', ''), 'BTC-USD has no price yet');
  assert.match(html, /<data-feed src="sim:rate=200&amp;seed=7"><\/data-feed>/);
  for (const symbol of SYMBOLS) assert.ok(html.includes(`variant="row">${symbol}</ticker-widget>`), symbol);
  assert.match(html, /<output class="reading">–<\/output>/);
}

/** The same page ticks in the browser, and React has found nothing there that it did not expect. */
export async function comesAlive(browser: Browser, url: string, isolated: boolean): Promise<void> {
  const host = await HostPage.open(browser, url);
  try {
    await host.ticking('ticker-widget', 1 + SYMBOLS.length);
    assert.equal(await host.isolated(), isolated);
    await host.until('the status in the page', async () => (await host.text('.status')) === 'live');
    await host.choose('symbol', 'ETH-USD');
    await host.until('the other symbol', async () => (await host.tags('.large'))[0]?.symbol === 'ETH-USD');
    await host.ticking('ticker-widget.large', 1);
    await host.until('the price in the state', async () => Number(await host.text('.reading')) > 0);
    assert.deepEqual(host.problems, []);
  } finally {
    await host.close();
  }
}

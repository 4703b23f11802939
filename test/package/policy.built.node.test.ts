/** The policies that docs/feeds.md gives, in a real browser: enough, and nothing in them is for nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { ROOT } from '../../tools/files.ts';
import { ISOLATION, krakenFrames, PackageBrowser, pageMarkup, pageScript, startSite, startVenue } from './site.ts';

/** The policy of the documents; `changed`: without or with something. */
function documented(stream: string, changed = (policy: string) => policy): string {
  const text = readFileSync(path.join(ROOT, 'docs/feeds.md'), 'utf8');
  const [, policy = ''] = /<!-- policy -->\s+```\n(.*?)\n```/s.exec(text) ?? [];
  assert.match(policy, /^default-src 'none';\n/, 'a policy in docs/feeds.md');
  return changed(policy.replace(/\s+/g, ' ')).replace('wss://stream.example.test', new URL(stream).origin);
}

describe('the one file from the origin of its page, under a Content-Security-Policy', () => {
  let browser: PackageBrowser;
  before(async () => {
    browser = await PackageBrowser.start();
  });
  after(() => browser.close());

  async function open(test: TestContext, changed?: (policy: string) => string, codec?: string) {
    const venue = await startVenue(test, krakenFrames(50_100.5));
    const format = codec ?? 'kraken';
    const url = await startSite(test, {
      folder: 'dist/cdn',
      headers: { ...ISOLATION, 'Content-Security-Policy': documented(venue.url, changed) },
      texts: {
        '/index.html': pageMarkup(`format="${format}" src="${venue.url}"`, 'BTC/USD'),
        '/page.js': pageScript('/ticklane.js'),
      },
    });
    return browser.open(test, url);
  }

  it('ticks with what the documents give, and offends nothing', async (test) => {
    const page = await open(test);
    const { problems, forbidden } = await page.until('a price', ({ last }) => last === 50_100.5);
    assert.deepEqual({ problems, forbidden }, { problems: [], forbidden: [] });
  });

  const needed: readonly (readonly [part: string, message: RegExp])[] = [
    [" 'wasm-unsafe-eval'", /wasm-unsafe-eval/],
    [' worker-src blob:;', /worker-src of the CSP allow blob:/],
    [' connect-src wss://stream.example.test', /no connection|connection/],
  ];
  for (const [part, message] of needed) {
    it(`says what is wrong without ${part.trim()}`, async (test) => {
      const page = await open(test, (policy) => {
        assert.ok(policy.includes(part), policy);
        return policy.replace(part, '');
      });
      const { last, problems } = await page.until('a problem', ({ problems }) => message.test(problems.join()));
      assert.equal(last, null, problems.join());
    });
  }

  it('needs the address of a codec of another origin in script-src', async (test) => {
    const own = "export { kraken as default } from './codecs/kraken.js';";
    const elsewhere = await startSite(test, { folder: 'dist/cdn', texts: { '/own.js': own } });
    const codec = `${elsewhere}own.js`;
    const refused = await open(test, undefined, codec);
    const { problems } = await refused.until('the failure', ({ status }) => status === 'failed');
    assert.match(problems.join(), /its module does not load/);
    const allowed = await open(test, (policy) => policy.replace("script-src 'self'", `$& ${elsewhere}`), codec);
    await allowed.until('a price', ({ last }) => last === 50_100.5);
  });
});

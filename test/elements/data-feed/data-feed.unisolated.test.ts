import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.js';
import { byId, isIn, listenToConsole, part, until } from '../page.js';

describe('<data-feed> on a page that is not isolated', () => {
  it('fails, says which headers are missing, and so do its widgets', async () => {
    const console_ = listenToConsole();
    const page = await fixture(html`<data-feed id="feed" src="sim:">
      <ticker-widget id="one" symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    const { one, feed } = byId(page);
    await until(() => isIn(one, 'error'), 'a message');
    console_.restore();
    expect(feed.status).to.equal('failed');
    expect(feed.effectiveMode).to.equal(null);
    expect(feed.error?.code).to.equal('environment');
    expect(feed.error?.message).to.contain('Cross-Origin-Opener-Policy: same-origin');
    expect(feed.error?.message).to.contain('Cross-Origin-Embedder-Policy: require-corp');
    expect(part(one, 'message')).to.equal(feed.error?.message);
    expect(console_.lines).to.deep.equal([`<data-feed id="feed">: ${feed.error?.message}`]);
    await expect(page).to.be.accessible();
    page.remove();
    await until(() => feed.status === 'idle', 'idle');
  });
});

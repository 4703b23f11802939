import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/index.js';
import { byId, isIn, listenToConsole, nothingLeft, part, until } from '../page.js';

describe('<ticker-widget> where no kernel runs', () => {
  it('says so, and the rest of the page goes on', async () => {
    const console_ = listenToConsole();
    const { compile } = WebAssembly;
    const refused = () => Promise.reject(new WebAssembly.CompileError('not on this page'));
    WebAssembly.compile = refused as typeof compile;
    const page = await fixture(html`<data-feed id="feed" src="sim:rate=100&symbols=X">
      <ticker-widget id="one" symbol="X"></ticker-widget>
    </data-feed>`);
    const { one, feed } = byId(page);
    await until(() => isIn(one, 'error'), 'a message');
    console_.restore();
    WebAssembly.compile = compile;
    expect(part(one, 'message')).to.contain('not on this page');
    expect(isIn(one, 'waiting')).to.equal(true);
    expect(console_.lines.length).to.equal(1);
    await expect(one).to.be.accessible();
    await until(() => feed.status === 'live', 'the feed goes on');
    page.remove();
    await nothingLeft();
  });
});

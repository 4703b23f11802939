import { expect } from '@open-wc/testing';
import { define } from '../../../src/elements/shared/define.js';
import { listenToConsole } from '../page.js';

describe('a second copy on the page', () => {
  it('leaves the first in place and says so once', () => {
    const console_ = listenToConsole();
    const first = class extends HTMLElement {};
    define('test-one', first);
    define('test-one', first);
    define('test-one', class extends HTMLElement {});
    define('test-one', class extends HTMLElement {});
    console_.restore();
    expect(customElements.get('test-one')).to.equal(first);
    expect(console_.lines).to.have.lengthOf(1);
    expect(console_.lines[0]).to.match(/^ticklane .*: a second copy on this page\. <test-one> is that of/);
  });
});

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
    expect(console_.lines).to.deep.equal(['ticklane: <test-one> is defined already, this second copy is not used']);
  });
});

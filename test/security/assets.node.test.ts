import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

const NAME = Symbol.for('ticklane.trusted-types');
const page = globalThis as Record<string | symbol, unknown>;

describe('the policy "ticklane"', () => {
  const made: string[] = [];
  let trustedAddress: (address: string) => string;
  before(async () => {
    page.origin = 'https://desk.example.test';
    page.trustedTypes = {
      createPolicy(name: string, { createScriptURL }: { createScriptURL: (url: string) => string }) {
        if (made.includes(name)) throw new TypeError(`Policy ${name} already exists`);
        made.push(name);
        return { createScriptURL: (url: string) => ({ trusted: createScriptURL(url) }) };
      },
    };
    ({ trustedAddress } = await import('../../src/assets/trusted.js'));
  });
  after(() => {
    for (const name of ['origin', 'trustedTypes', NAME]) delete page[name];
  });

  it('names blobs and files of the own origin, and is made once', () => {
    for (const address of [
      'blob:https://desk.example.test/1f0e',
      'https://desk.example.test/ticklane/feed.worker.js',
    ]) {
      assert.deepEqual(trustedAddress(address), { trusted: address });
    }
    assert.deepEqual(made, ['ticklane']);
  });

  it('refuses code of others, and what is no address of code', () => {
    for (const address of [
      'https://evil.example.test/a.js',
      'blob:https://evil.example.test/1f0e',
      'javascript:alert(1)',
      'data:text/javascript,1',
      'https://desk.example.test:8443/a.js',
    ]) {
      assert.throws(() => trustedAddress(address), /lets in code of https:\/\/desk\.example\.test only/, address);
    }
  });

  it("is the first copy's where there are two", async () => {
    const copy = (await import(
      `${import.meta.resolve('../../src/assets/trusted.js')}?copy`
    )) as typeof import('../../src/assets/trusted.js');
    assert.notEqual(copy.trustedAddress, trustedAddress);
    const address = 'blob:https://desk.example.test/2';
    assert.deepEqual(copy.trustedAddress(address), { trusted: address });
    assert.deepEqual(made, ['ticklane']);
  });
});

describe('the base of the external files', () => {
  it('is beside the module, or where the page says before files are asked for', async () => {
    const { assetAddress, assetBase, setAssetBase } = await import('../../src/assets/base.js');
    assert.match(assetBase(), /\/src\/assets\/$/);
    setAssetBase('https://desk.example.test/ticklane');
    assert.equal(assetAddress('feed.worker.js'), 'https://desk.example.test/ticklane/feed.worker.js');
    setAssetBase(new URL('https://desk.example.test/ticklane/'));
    assert.throws(() => setAssetBase('https://desk.example.test/other'), /too late: .*\/ticklane\//);
  });
});

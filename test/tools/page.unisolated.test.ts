import { expect } from '@open-wc/testing';
import kernel from './probe.wat';

describe('the page of the tests without isolation', () => {
  it('is not cross-origin isolated', () => {
    expect(self.crossOriginIsolated).to.equal(false);
  });

  it('runs a kernel on unshared memory', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { instance } = await WebAssembly.instantiate(kernel.unshared, { env: { memory } });
    expect((instance.exports.answer as () => number)()).to.equal(1);
  });
});

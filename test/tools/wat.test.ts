import { expect } from '@open-wc/testing';
import kernel from './probe.wat';

async function run(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory) {
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as { answer(): number; wait(value: number): number };
}

describe('an imported .wat file', () => {
  it('runs on shared memory', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 16, shared: true });
    Atomics.store(new Int32Array(memory.buffer), 2, 41);
    expect((await run(kernel.shared, memory)).answer()).to.equal(42);
  });

  it('runs on unshared memory, where waiting traps', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { answer, wait } = await run(kernel.unshared, memory);
    expect(answer()).to.equal(1);
    expect(() => wait(0)).to.throw(WebAssembly.RuntimeError);
  });

  it('can be imported and waited in by a worker', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 16, shared: true });
    const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
    const answer = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
    });
    worker.postMessage(memory);
    expect(await answer).to.equal(2);
    worker.terminate();
  });
});

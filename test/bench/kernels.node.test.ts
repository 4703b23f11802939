import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeTicks } from '../../bench/kernels/ticks.ts';
import { kernelAlone, libraryAverage, plainJavaScript, writerAndKernel } from '../../bench/kernels/variants.ts';
import { createKernel } from '../kernels/bench-lane.ts';

/** What a library's moving average does, written plainly. */
class NaiveAverage {
  readonly #prices: number[] = [];

  update(price: number): number | null {
    this.#prices.push(price);
    if (this.#prices.length > 20) this.#prices.shift();
    return this.#prices.length === 20 ? this.#prices.reduce((sum, each) => sum + each, 0) / 20 : null;
  }
}

describe('the variants of the kernels suite', () => {
  for (const batch of [1, 10, 100]) {
    it(`do the same work in batches of ${batch}`, async () => {
      const { memory, kernel } = await createKernel(true);
      const ticks = makeTicks(256);
      const variants = [
        plainJavaScript(ticks),
        kernelAlone(memory, kernel, ticks, batch),
        writerAndKernel(memory, kernel, ticks, batch),
        libraryAverage('naive', new NaiveAverage(), ticks),
      ];
      for (const variant of variants) variant.run(500 / batch, batch);
      const [expected, ...others] = variants.map(({ outcome }) => outcome);
      assert.ok(expected && expected.volume > 0 && expected.high > expected.low);
      for (const outcome of others) {
        for (const [name, value] of Object.entries(expected)) {
          const got = outcome[name as keyof typeof outcome];
          assert.ok(Math.abs(got - value) <= 1e-9 * Math.abs(value), `${name}: ${got}, expected ${value}`);
        }
      }
    });
  }
});

/** TA-Lib 0.6 as an authority. It stands among the benchmarks' peers: `npm ci --prefix bench` installs it. */
import { existsSync, readFileSync } from 'node:fs';
import { instantiateTaLib } from '../../bench/libraries/ta-lib.ts';

const FILE = new URL('../../bench/node_modules/talib-web/lib/talib.wasm', import.meta.url);

/** Whether the package is installed. */
export const isInstalled = (): boolean => existsSync(FILE);

export interface TaLib {
  /**
   * A function by its name without `TA_`: inputs, then options in the order of TA-Lib's documentation, then how many outputs. Each
   * output is as long as the inputs, with NaN where TA-Lib gives nothing.
   */
  call(name: string, inputs: readonly Float64Array[], options?: readonly number[], outputs?: number): Float64Array[];
}

export async function loadTaLib(): Promise<TaLib> {
  const taLib = await instantiateTaLib(readFileSync(FILE));
  return {
    call(name, inputs, options = [], outputs = 1) {
      const length = inputs[0]?.length ?? 0;
      const prepared = taLib.prepare(name, length, inputs.length, options, outputs);
      try {
        inputs.forEach((values, index) => {
          prepared.inputs[index]?.set(values);
        });
        const { begin, count } = prepared.run();
        return prepared.outputs.map((results) => {
          const values = new Float64Array(length).fill(Number.NaN);
          values.set(results.subarray(0, count), begin);
          return values;
        });
      } finally {
        prepared.free();
      }
    },
  };
}

/**
 * TA-Lib 0.6, compiled to WebAssembly by the npm package talib-web, which stands among the benchmarks' peers: `npm ci --prefix bench`
 * installs it. Its JavaScript is not used: that passes one position too many and no room for the answer's bounds. The module is an
 * ordinary one that wants a memory, a stack and its place in them.
 */
import { existsSync, readFileSync } from 'node:fs';

const FILE = new URL('../../bench/node_modules/talib-web/lib/talib.wasm', import.meta.url);
/** Where the module's data begins, and how much they and the stack below the heap take: as it was linked. */
const DATA = 1024;
const HEAP = 5_247_776;
const PAGE = 65_536;

/** Whether the package is installed. */
export const isInstalled = (): boolean => existsSync(FILE);

export interface TaLib {
  /**
   * A function by its name without `TA_`: inputs, then options in the order of TA-Lib's documentation, then how many outputs. Each
   * output is as long as the inputs, with NaN where TA-Lib gives nothing.
   */
  call(name: string, inputs: readonly Float64Array[], options?: readonly number[], outputs?: number): Float64Array[];
}

interface Exports {
  __wasm_call_ctors(): void;
  malloc(bytes: number): number;
  free(address: number): void;
  readonly [name: `TA_${string}`]: (...values: number[]) => number;
}

export async function loadTaLib(): Promise<TaLib> {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 256 });
  const place = (value: number, mutable: boolean) => new WebAssembly.Global({ value: 'i32', mutable }, value);
  const { instance } = await WebAssembly.instantiate(readFileSync(FILE), {
    env: {
      memory,
      __memory_base: place(DATA, false),
      __stack_pointer: place(HEAP, true),
      emscripten_resize_heap: () => {
        throw new RangeError(`TA-Lib needs more than its ${(256 * PAGE) >> 20} MiB`);
      },
    },
    'GOT.mem': { __heap_base: place(HEAP, true) },
  });
  const exports = instance.exports as unknown as Exports;
  exports.__wasm_call_ctors();

  return {
    call(name, inputs, options = [], outputs = 1) {
      const length = inputs[0]?.length ?? 0;
      const rooms: number[] = [];
      const room = (bytes: number) => {
        const address = exports.malloc(bytes);
        rooms.push(address);
        return address;
      };
      const columns = inputs.map((values) => {
        const address = room(8 * length);
        new Float64Array(memory.buffer, address, length).set(values);
        return address;
      });
      const results = Array.from({ length: outputs }, () => room(8 * length));
      const bounds = room(8);
      const code = exports[`TA_${name}`]?.(0, length - 1, ...columns, ...options, bounds, bounds + 4, ...results);
      if (code !== 0) throw new Error(`TA_${name} failed with code ${code}`);
      const [begin = 0, count = 0] = new Int32Array(memory.buffer, bounds, 2);
      const columnsOut = results.map((address) => {
        const values = new Float64Array(length).fill(Number.NaN);
        values.set(new Float64Array(memory.buffer, address, count), begin);
        return values;
      });
      for (const address of rooms) exports.free(address);
      return columnsOut;
    },
  };
}

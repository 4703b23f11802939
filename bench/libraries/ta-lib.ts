/**
 * TA-Lib 0.6, compiled to WebAssembly by the npm package talib-web. Its JavaScript is not used: that passes one position too many and
 * no room for the answer's bounds. The module is an ordinary one that wants a memory, a stack and its place in them.
 */

/** Where the module's data begins, and how much they and the stack below the heap take: as it was linked. */
const DATA = 1024;
const HEAP = 5_247_776;
const PAGE = 65_536;
/** The module allows neither less nor more memory. */
const PAGES = 256;

interface Exports {
  __wasm_call_ctors(): void;
  malloc(bytes: number): number;
  free(address: number): void;
  readonly [name: `TA_${string}`]: (...values: number[]) => number;
}

/** One function with its place for inputs and outputs. */
export interface TaLibRun {
  readonly inputs: readonly Float64Array[];
  /** The first `count` values are the results, of the positions from `begin` on. */
  readonly outputs: readonly Float64Array[];
  /** Computes the outputs. */
  run(): { readonly begin: number; readonly count: number };
  /** Gives the place back. */
  free(): void;
}

export interface TaLibModule {
  /** A function by its name without `TA_`: how many columns it reads, options in the order of TA-Lib's documentation, how many outputs. */
  prepare(name: string, length: number, inputs: number, options?: readonly number[], outputs?: number): TaLibRun;
}

export async function instantiateTaLib(bytes: Uint8Array): Promise<TaLibModule> {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const place = (value: number, mutable: boolean) => new WebAssembly.Global({ value: 'i32', mutable }, value);
  const { instance } = await WebAssembly.instantiate(bytes as Uint8Array<ArrayBuffer>, {
    env: {
      memory,
      __memory_base: place(DATA, false),
      __stack_pointer: place(HEAP, true),
      emscripten_resize_heap: () => {
        throw new RangeError(`TA-Lib needs more than its ${(PAGES * PAGE) >> 20} MiB`);
      },
    },
    'GOT.mem': { __heap_base: place(HEAP, true) },
  });
  const exports = instance.exports as unknown as Exports;
  exports.__wasm_call_ctors();

  return {
    prepare(name, length, inputs, options = [], outputs = 1) {
      const compute = exports[`TA_${name}`];
      if (!compute) throw new Error(`there is no TA_${name}`);
      const rooms: number[] = [];
      const room = (size: number) => {
        const address = exports.malloc(size);
        rooms.push(address);
        return address;
      };
      const columns = (count: number) => Array.from({ length: count }, () => room(8 * length));
      const inputsAt = columns(inputs);
      const outputsAt = columns(outputs);
      const bounds = room(8);
      const view = (address: number) => new Float64Array(memory.buffer, address, length);
      const words = new Int32Array(memory.buffer, bounds, 2);
      return {
        inputs: inputsAt.map(view),
        outputs: outputsAt.map(view),
        run() {
          const code = compute(0, length - 1, ...inputsAt, ...options, bounds, bounds + 4, ...outputsAt);
          if (code !== 0) throw new Error(`TA_${name} failed with code ${code}`);
          return { begin: words[0] as number, count: words[1] as number };
        },
        free() {
          for (const address of rooms) exports.free(address);
        },
      };
    },
  };
}

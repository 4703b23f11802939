import kernel from '../../wat/table.wat';
import { compileBinary } from './compile.js';

export { instantiateTable, type TableKernel } from './table-instance.js';

/** Compiles the market table's kernel for shared or unshared memory. Rejects where the policy of page or worker forbids it. */
export async function compileTable({ shared }: { shared: boolean }): Promise<WebAssembly.Module> {
  try {
    return await compileBinary(kernel, shared);
  } catch (error) {
    throw new Error(
      `the market table's kernel does not compile (a Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src): ${String(error)}`,
      { cause: error },
    );
  }
}

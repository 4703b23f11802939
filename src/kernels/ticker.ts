/**
 * The typed face of each `.wat`: how a kernel is compiled (once per page), what it exports, and how it is instantiated (once per
 * host, in a file without the binary, which workers need not load). A compiled module is posted to workers; nothing here knows who
 * runs it.
 */
import kernel from '../../wat/ticker.wat';
import { compileBinary } from './compile.js';

export { instantiateTicker, type TickerKernel } from './instance.js';

/**
 * Compiles the kernel for shared or unshared memory. Rejects with an Error that says why a page cannot run it,
 * such as its content security policy.
 */
export async function compileTicker({ shared }: { shared: boolean }): Promise<WebAssembly.Module> {
  try {
    return await compileBinary(kernel, shared);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError && /unsafe-eval|Content Security Policy/i.test(error.message)) {
      throw new Error("the page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src", {
        cause: error,
      });
    }
    throw new Error(`the kernel does not compile: ${String(error)}`, { cause: error });
  }
}

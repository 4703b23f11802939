/** Compiles one of a kernel's two binaries. Builds whose kernels are files take compile.files.ts. Rejects where the page's policy forbids it. */
export function compileBinary(kernel: KernelBinary, shared: boolean): Promise<WebAssembly.Module> {
  return WebAssembly.compile(shared ? kernel.shared : kernel.unshared);
}

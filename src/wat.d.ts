/** A kernel, compiled from its `.wat` by the build: the bytes of the binary for either kind of memory. */
declare module '*.wat' {
  const kernel: KernelBinary;
  export default kernel;
}

/** A worker whose code is inlined into the module that imports it. */
declare module '*?worker&inline' {
  const InlineWorker: new (options?: { name?: string }) => Worker;
  export default InlineWorker;
}

/** Both binaries of one kernel. Decoded on first use. */
interface KernelBinary {
  /** Imports a shared `env.memory` of at least 1 page and at most 65536. */
  readonly shared: Uint8Array<ArrayBuffer>;
  /** Imports an unshared `env.memory` of at least 1 page. */
  readonly unshared: Uint8Array<ArrayBuffer>;
}

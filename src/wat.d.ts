/** A kernel, compiled from its `.wat` by the build: the bytes of the binary for either kind of memory. */
declare module '*.wat' {
  const kernel: KernelBinary;
  export default kernel;
}

/** The address of a worker whose code is part of the module that imports it: a blob, the same one for as long as the page lives. */
declare module '*?blob' {
  const address: () => string;
  export default address;
}

/** Both binaries of one kernel. Decoded on first use. */
interface KernelBinary {
  /** Imports a shared `env.memory` of at least 1 page and at most 65536. */
  readonly shared: Uint8Array<ArrayBuffer>;
  /** Imports an unshared `env.memory` of at least 1 page. */
  readonly unshared: Uint8Array<ArrayBuffer>;
  /** In the external flavour the bytes are in the files `NAME.wasm` and `NAME-shared.wasm`, and this is all there is. */
  readonly file?: string;
}

/** What wat/table.wat exports. One per table, on its writer's thread. */
export interface TableKernel {
  /** One trade into each series of bars of a record; `counts` 0: a reference trade, which makes no bar. */
  trade(record: number, time: number, price: number, size: number, counts: number): void;
  /** One mid into each series, of a record that has no trades. */
  quote(record: number, time: number, mid: number): void;
  /** Publishes the first `count` records of TABLE.TOUCHED with their series, and wakes who waits for changes. */
  publish(count: number): void;
}

/** An instance over a table's memory. Synchronous: kernels are small, and their module is compiled already. */
export function instantiateTable(module: WebAssembly.Module, memory: WebAssembly.Memory): TableKernel {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as TableKernel;
}

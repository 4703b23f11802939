/** The little of Node that is needed where there are no web workers; found at run time, so that bundlers for pages do not look for it. */
export interface NodePort {
  on(type: 'message', listener: (message: unknown) => void): void;
  postMessage(message: unknown, transfer?: readonly ArrayBufferLike[]): void;
}

export interface NodeWorker {
  on(type: 'message', listener: (message: unknown) => void): void;
  on(type: 'error', listener: (error: Error) => void): void;
  on(type: 'exit', listener: (code: number) => void): void;
  postMessage(message: unknown, transfer?: readonly ArrayBufferLike[]): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}

export interface NodeThreads {
  readonly Worker: new (url: URL, options: { name: string; execArgv?: string[] }) => NodeWorker;
  /** In a worker: the way to the one who started it. */
  readonly parentPort: NodePort | null;
}

interface NodeGlobal {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

function builtin(name: string): unknown {
  return (globalThis as NodeGlobal).process?.getBuiltinModule?.(`node:${name}`);
}

/** `node:worker_threads`; nothing where this is not Node, or a Node with the web's workers as others have them. */
export function nodeThreads(): NodeThreads | undefined {
  return typeof globalThis.Worker === 'function' ? undefined : (builtin('worker_threads') as NodeThreads | undefined);
}

/** Threads that the machine runs at a time, at least 1. */
export function parallelism(): number {
  const os = builtin('os') as { availableParallelism(): number } | undefined;
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

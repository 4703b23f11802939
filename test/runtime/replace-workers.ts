/** Makes the first workers that this page starts from now on run other code, of all or of those with such a name; `restore` ends it. */
export function replaceWorkers(count: number, code: string, named = /^/): () => void {
  const Original = globalThis.Worker;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  let left = count;
  globalThis.Worker = class extends Original {
    constructor(own: string | URL, options?: WorkerOptions) {
      super(named.test(options?.name ?? '') && left-- > 0 ? url : own, options);
    }
  };
  return () => {
    globalThis.Worker = Original;
    URL.revokeObjectURL(url);
  };
}

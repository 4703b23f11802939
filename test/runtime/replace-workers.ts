/** Makes the first workers that this page starts from now on run other code; `restore` ends it. */
export function replaceWorkers(count: number, code: string): () => void {
  const Original = globalThis.Worker;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  let left = count;
  globalThis.Worker = class extends Original {
    constructor(own: string | URL, options?: WorkerOptions) {
      super(left-- > 0 ? url : own, options);
    }
  };
  return () => {
    globalThis.Worker = Original;
    URL.revokeObjectURL(url);
  };
}

import kernel from './probe.wat';

self.onmessage = async ({ data: memory }: MessageEvent<WebAssembly.Memory>) => {
  const { instance } = await WebAssembly.instantiate(kernel.shared, { env: { memory } });
  self.postMessage((instance.exports.wait as (value: number) => number)(0));
};

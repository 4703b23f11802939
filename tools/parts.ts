/**
 * What the feed worker of the one file loads when a feed needs it: `dist/cdn/parts/NAME.js`, at an address that the page gives
 * (src/feed/part-address.files.ts). Each is a module by itself, which shares neither code nor state with the worker.
 */
export const FEED_PARTS: Readonly<Record<string, string>> = {
  batched: 'src/feed/batched-part.ts',
  history: 'src/feed/history-loader.ts',
  http: 'src/feed/transports/http.ts',
  replay: 'src/feed/transports/replay.ts',
  simulator: 'src/feed/transports/simulator.ts',
};

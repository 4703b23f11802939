/** The libraries that bench/package.json names, as far as they are installed, in a page or worker. */
import type { Libraries, LibraryModule, LibraryName } from '../libraries/library.ts';

const FOUND: Readonly<Record<LibraryName, Readonly<Record<string, () => Promise<Loaded>>>>> = {
  'trading-signals': import.meta.glob<Loaded>('../node_modules/trading-signals/dist/index.js'),
  technicalindicators: import.meta.glob<Loaded>('../node_modules/technicalindicators/lib/index.js'),
  indicatorts: import.meta.glob<Loaded>('../node_modules/indicatorts/dist/esm/index.js'),
  '@ixjb94/indicators': import.meta.glob<Loaded>('../node_modules/@ixjb94/indicators/dist/index.js'),
  '@debut/indicators': import.meta.glob<Loaded>('../node_modules/@debut/indicators/lib/indicators.esm.js'),
};
const TA_LIB = import.meta.glob<string>('../node_modules/talib-web/lib/talib.wasm', {
  query: '?url',
  import: 'default',
});

interface Loaded extends LibraryModule {
  readonly default?: LibraryModule;
}

/** Loads them; bench/libraries/node.ts says what is missing. */
export async function loadLibraries(): Promise<Libraries> {
  const modules = new Map<LibraryName, LibraryModule>();
  for (const [name, found] of Object.entries(FOUND)) {
    const [load] = Object.values(found);
    const module = await load?.();
    if (module) modules.set(name as LibraryName, { ...module.default, ...module });
  }
  const [locate] = Object.values(TA_LIB);
  if (!locate) return { modules };
  const response = await fetch(await locate());
  return { modules, taLib: new Uint8Array(await response.arrayBuffer()) };
}

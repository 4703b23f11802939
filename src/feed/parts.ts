/** Code of the feed worker that most feeds do without, each by itself. Builds whose worker is one text take parts.inline.ts. */
const PARTS = {
  batched: () => import('./batched-part.js'),
  history: () => import('./history-loader.js'),
  http: () => import('./transports/http.js'),
  replay: () => import('./transports/replay.js'),
  simulator: () => import('./transports/simulator.js'),
};

export type PartName = keyof typeof PARTS;
export type Part<Name extends PartName> = Awaited<ReturnType<(typeof PARTS)[Name]>>;
/** Loads a part when it is first wanted. Rejects with an Error that says what is wrong; the next call tries again. */
export type LoadPart = <Name extends PartName>(name: Name) => Promise<Part<Name>>;
/** Asks the page where a part is; undefined: the worker finds it by itself. */
export type AskForPart = (name: PartName) => Promise<string | undefined>;

/** Feed worker. */
export function partLoader(_ask?: AskForPart): LoadPart {
  return <Name extends PartName>(name: Name) => PARTS[name]() as Promise<Part<Name>>;
}

import type { AskForPart, LoadPart, Part, PartName } from './parts.js';

/** A worker that was started from text has no files beside it: the page says where its parts are. Feed worker. */
export function partLoader(ask?: AskForPart): LoadPart {
  return async <Name extends PartName>(name: Name) => {
    try {
      const address = await ask?.(name);
      return (await import(/* @vite-ignore */ address as string)) as Part<Name>;
    } catch (error) {
      throw new Error(`the code of "${name}" does not load: ${(error as Error).message}`, { cause: error });
    }
  };
}

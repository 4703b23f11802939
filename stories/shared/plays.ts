/** What stories promise to come to. The catalog shows whether they did, and a test looks at all of them. */

/** A machine with much else to do takes its time. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 25;

/** What a play is given, as far as one needs it. */
export interface Played {
  readonly canvasElement: HTMLElement;
}

/** Waits until something is so; `what` says what was missed. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const from = performance.now();
  while (!isSo()) {
    if (performance.now() - from > PATIENCE_MS) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Symbols as a board has them, which take a list or a text. */
export const listed = (symbols: string | readonly string[]): readonly string[] =>
  typeof symbols === 'string' ? symbols.split(/\s+/).filter(Boolean) : symbols;

/** The first of the story's elements of this tag. */
export function first<Tag extends keyof HTMLElementTagNameMap>(
  { canvasElement }: Played,
  tag: Tag,
): HTMLElementTagNameMap[Tag] {
  const element = canvasElement.querySelector(tag);
  if (!element) throw new Error(`the story has no <${tag}>`);
  return element;
}

/** A play that waits until all elements of a tag have a custom state. */
export function all(tag: keyof HTMLElementTagNameMap, state: string): (played: Played) => Promise<void> {
  return async ({ canvasElement }) => {
    const elements = [...canvasElement.querySelectorAll(tag)];
    if (elements.length === 0) throw new Error(`the story has no <${tag}>`);
    await until(() => elements.every((element) => element.matches(`:state(${state})`)), `all <${tag}> are ${state}`);
  };
}

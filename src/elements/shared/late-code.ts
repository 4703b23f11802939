import { adoptStyles, type CSSResult, type LitElement } from 'lit';

/** Where code did not load, it is asked for again after so long. */
const AGAIN_MS = 5000;

/**
 * Code of an element that a page loads with the first one that is in a document, not with the element's class. An element puts off its update until
 * it is there. Main thread.
 */
export class LateCode<Code> {
  readonly #load: () => Promise<Code>;
  readonly #what: string;
  #code: Code | undefined;
  #loading: Promise<void> | undefined;
  /** Why it did not load; empty: nothing is wrong. */
  problem = '';

  /** `what`: in messages. */
  constructor(what: string, load: () => Promise<Code>) {
    this.#what = what;
    this.#load = load;
  }

  /** Undefined while it is not there. */
  get code(): Code | undefined {
    return this.#code;
  }

  /**
   * Resolves when it is there, or did not load; undefined: it is there. Never rejects: then `problem` says why, the element shows nothing, and
   * `again` is called after some seconds.
   */
  when(again: () => void): Promise<void> | undefined {
    if (this.#code) return undefined;
    this.#loading ??= this.#fetch();
    return this.#loading.then(() => {
      if (this.problem) setTimeout(again, AGAIN_MS);
    });
  }

  async #fetch(): Promise<void> {
    try {
      this.#code = await this.#load();
      this.problem = '';
    } catch (error) {
      this.problem = `the code of ${this.#what} does not load: ${(error as Error).message}`;
    }
    this.#loading = undefined;
  }
}

/** Gives an element the styles that came with its code, below those that a class made of its own has. */
export function wear(element: LitElement, styles: readonly CSSResult[]): void {
  const own = (element.constructor as typeof LitElement).elementStyles;
  adoptStyles(element.renderRoot as ShadowRoot, [...styles, ...own]);
}

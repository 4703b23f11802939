/** What is wrong with an element, by what it is about. Main thread. */
export class Problems {
  readonly #messages = new Map<string, string>();

  /** Takes another message; empty: nothing is wrong any more. Whether that is news. */
  note(about: string, message: string): boolean {
    if (message === (this.#messages.get(about) ?? '')) return false;
    if (message) this.#messages.set(about, message);
    else this.#messages.delete(about);
    return true;
  }

  /** Each once. */
  get messages(): string[] {
    return [...new Set(this.#messages.values())];
  }

  get abouts(): string[] {
    return [...this.#messages.keys()];
  }

  /** The custom state that says so. */
  get state(): string {
    return this.#messages.size > 0 ? 'error' : '';
  }
}

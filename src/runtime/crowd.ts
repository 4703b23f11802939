/** So many workers in a row gave no sign of life: the browser bears no more. Firefox stalls them silently beyond 512 of a site. */
const SIGNS = 3;

/** The page has as many workers as its browser bears. */
export class CrowdedError extends Error {
  override name = 'CrowdedError';
}

/** A worker gave no sign of life: there may be as many as the browser bears. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
}

/** Whether it is one of these. By its name: what is loaded on demand may have a class of its own. */
export const isNoAnswer = ({ name }: Error): boolean => name === 'NoAnswerError';
export const isCrowded = ({ name }: Error): boolean => name === 'CrowdedError';

/** Finds out where a browser's limit of workers is, by those that do not start. Main thread. */
export class Crowd {
  #signs = 0;

  /** Whether another worker would not start either. */
  get full(): boolean {
    return this.#signs >= SIGNS;
  }

  /** Throws a CrowdedError where it is full: whoever can do without a worker does. */
  admit(): void {
    if (this.full) throw new CrowdedError('the page has as many workers as its browser bears');
  }

  /** Watches a start. */
  async count(start: Promise<void>): Promise<void> {
    try {
      await start;
      this.#signs = 0;
    } catch (error) {
      if (isNoAnswer(error as Error)) this.#signs++;
      throw error;
    }
  }

  /** A worker has ended: there is room for another one. */
  leave(): void {
    this.#signs = 0;
  }
}

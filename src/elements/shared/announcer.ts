import { parseDuration } from './duration.js';
import { known } from './known.js';
import type { Saying, Speaker, Urgency } from './voice.js';

/** When an element speaks: never, when it is asked, or by itself when something has changed, `every` so many milliseconds at most. */
export interface Announcing {
  readonly demand: boolean;
  /** Undefined: not by itself. */
  readonly every?: number;
}

type Voice = typeof import('./voice.js');

const OFF: Announcing = { demand: false };
const modes = new Map<string, Announcing>([
  ['', OFF],
  ['off', OFF],
  ['demand', { demand: true }],
  ['change', { demand: true, every: 0 }],
]);

/** What the attribute means; nothing where it means nothing. */
function announcingOf(word: string): Announcing {
  return known(modes, word.trim(), () => {
    const every = parseDuration(word);
    return every === undefined ? OFF : { demand: true, every };
  });
}

/** What is wrong with the attribute; empty: nothing. */
function announceProblem(word: string): string {
  const fits = announcingOf(word) !== OFF || ['', 'off'].includes(word.trim());
  return fits ? '' : `announce "${word}": expected off, demand, change, or a duration such as 30s`;
}

let voice: Promise<Voice | undefined> | undefined;

/** The page's voice, once it is there. */
export function withVoice(use: (voice: Voice) => void): void {
  voice ??= import('./voice.js').catch((error: Error) => {
    console.error(`ticklane: nothing can be said aloud: ${error.message}`);
    return undefined;
  });
  void voice.then((loaded) => loaded && use(loaded));
}

/** Has one element speak through the page's one voice. Main thread. */
export class Announcer implements Speaker {
  readonly more: (count: number) => string;
  readonly #say: () => Saying;
  #announcing: Announcing = OFF;
  #said = '';
  #at = Number.NEGATIVE_INFINITY;
  #timed = false;

  /** `say`: all that there is to say now; an empty text is not said. `more`: what is said of others for whom there was no time. */
  constructor(say: () => Saying, more: (count: number) => string) {
    this.#say = say;
    this.more = more;
  }

  /** Whether it can be asked. */
  get demand(): boolean {
    return this.#announcing.demand;
  }

  /** Takes what the attribute says; what is wrong with it. */
  take(word: string): string {
    const before = this.#announcing;
    this.#announcing = announcingOf(word);
    if (this.demand && !before.demand) withVoice(({ prepare }) => prepare());
    if (this.#announcing.every === undefined) this.leave();
    return announceProblem(word);
  }

  /** Something is other than before. */
  moved(): void {
    if (this.#announcing.every === undefined || this.#timed) return;
    withVoice(({ ask, voiceClock }) => {
      const { every = Number.POSITIVE_INFINITY } = this.#announcing;
      const wait = this.#at + every - voiceClock.now();
      if (wait <= 0) ask(this);
      else if (!this.#timed && wait < Number.POSITIVE_INFINITY) {
        this.#timed = true;
        voiceClock.wait(wait, () => {
          this.#timed = false;
          this.moved();
        });
      }
    });
  }

  /** The visitor asks. */
  answer(saying: Saying = this.#say()): void {
    if (saying.text) withVoice(({ answer }) => answer(saying));
  }

  /** It has nothing to say any more. */
  leave(): void {
    if (this.#said || this.#timed) withVoice(({ forget }) => forget(this));
    this.#said = '';
  }

  /** What is new, as it is now. */
  words(): Saying | undefined {
    const saying = this.#say();
    if (!saying.text || saying.text === this.#said) return undefined;
    this.#said = saying.text;
    withVoice(({ voiceClock }) => {
      this.#at = voiceClock.now();
    });
    return saying;
  }
}

/** Has an alert heard. */
export function sayAlert(saying: Saying, urgency: Urgency): void {
  withVoice(({ alert }) => alert({ words: () => saying }, urgency));
}

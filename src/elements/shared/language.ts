import type { ReactiveController, ReactiveElement } from 'lit';
import { known } from './known.js';
import { fill, followStrings, type Group, type Text, type Texts, type WordsOf, wordsIn } from './strings.js';

/** Tags as they are written, and what they come to; empty: no tag. */
const tags = new Map<string, string>();

/** A language tag in its usual form; empty where it is none. */
export function canonical(tag: string): string {
  return known(tags, tag, () => {
    try {
      return Intl.getCanonicalLocales(tag || [])[0] ?? '';
    } catch {
      return ''; // whoever asked for it hears of that from its settings
    }
  });
}

/** The closest `lang` around an element, shadow boundaries crossed; empty: none says. */
function languageAround(element: Element): string {
  for (let node: Element | undefined = element; node; node = (node.getRootNode() as ShadowRoot).host) {
    const found = node.closest('[lang]');
    if (found) return canonical(found.getAttribute('lang') ?? '');
  }
  return '';
}

/** A language without a region is written as in the visitor's own, where that speaks it: `en` as `en-IN`. */
function withRegion(language: string): string {
  const own = navigator.languages.find((each) => each.startsWith(`${language}-`));
  return own ?? language;
}

const followers = new Set<() => void>();
const turn = () => {
  for (const follow of [...followers]) follow();
};
const watched = new WeakSet<Node>();
let observer: MutationObserver | undefined;

/** Has those hear who are in this root when the `lang` of anything in it changes. */
function watch(root: Node): void {
  if (watched.has(root)) return;
  watched.add(root);
  observer ??= new MutationObserver(turn);
  observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
}

/** Watches the roots of an element, outward. */
function watchAround(element: Element): void {
  for (let node: Element | undefined = element; node; ) {
    const root = node.getRootNode();
    watch(root);
    node = (root as ShadowRoot).host;
  }
}

/** An element that shows words and numbers. */
type Speaker = ReactiveElement & { readonly locale: string };

/**
 * The language of an element: `locale` where it says one, else the closest `lang` around it; else texts are English, and numbers as the browser
 * has them. Has the element rendered anew where either changes, or words are registered. Main thread.
 */
export class Language<English extends Texts> implements ReactiveController {
  readonly #host: Speaker;
  readonly #group: Group;
  readonly #english: English;
  #unfollow: (() => void) | undefined;
  #around = '';
  #words: WordsOf<English>;

  constructor(host: Speaker, group: Group, english: English) {
    this.#host = host;
    this.#group = group;
    this.#english = english;
    this.#words = wordsIn(group, english, 'en');
    host.addController(this);
  }

  /** By which texts are chosen. */
  get tag(): string {
    return canonical(this.#host.locale) || this.#around || 'en';
  }

  /** By which numbers are written where `locale` is left out; empty: the browser's own. */
  get around(): string {
    return this.#around && withRegion(this.#around);
  }

  /** Other words in the same language. */
  wordsOf<Others extends Texts>(group: Group, english: Others): WordsOf<Others> {
    return wordsIn(group, english, this.tag);
  }

  /** Another object wherever any of them is another. */
  get words(): WordsOf<English> {
    return this.#words;
  }

  /** A text with values put in; `count` decides about singular and plural, and is put in as `{count}`. */
  fill(text: Text, values: Readonly<Record<string, string>>, count?: number): string {
    if (count === undefined) return fill(text, values);
    return fill(text, { count: this.count(count), ...values }, count, this.tag);
  }

  /** A number in a text. */
  count(number: number): string {
    return known(counts, this.tag, () => new Intl.NumberFormat(this.tag)).format(number);
  }

  /** Looks again; whether words or numbers are others than before. */
  look(): boolean {
    const around = languageAround(this.#host);
    const turned = around !== this.#around;
    this.#around = around;
    const words = wordsIn(this.#group, this.#english, this.tag);
    const others = words !== this.#words;
    this.#words = words;
    return turned || others;
  }

  hostConnected(): void {
    watchAround(this.#host);
    const follow = () => {
      if (this.look()) this.#host.requestUpdate();
    };
    followers.add(follow);
    const end = followStrings(follow);
    this.#unfollow = () => {
      followers.delete(follow);
      end();
    };
    follow();
  }

  hostDisconnected(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
  }
}

/** Formats of counts in texts, by language. */
const counts = new Map<string, Intl.NumberFormat>();

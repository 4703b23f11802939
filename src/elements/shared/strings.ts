/**
 * The words of elements in other languages than English. Each element has its own English ones, so that a page with tickers alone carries
 * none of the monitor's; what other languages say for them is registered here, by elements' groups, early or late.
 */
import type { MONITOR_ENGLISH } from '../performance-monitor/monitor-strings.js';
import type { BOARD_ENGLISH } from '../ticker-board/board-words.js';
import type { TICKER_ENGLISH } from '../ticker-widget/ticker-words.js';
import type { DRAWN_ENGLISH } from './drawn-words.js';
import { known } from './known.js';

/** A text, or one for each plural category that the language has. */
export type Text = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Texts by their names. */
export type Texts = Readonly<Record<string, Text>>;

/** The same names with texts of any language. */
export type WordsOf<English extends Texts> = {
  readonly [Name in keyof English]: English[Name] extends string ? string : Text;
};

/** A language that is complete: the words of each element, `<ticker-board>` is `board` and so on, and of what they have in common. */
export interface AllStrings {
  readonly ticker: WordsOf<typeof TICKER_ENGLISH>;
  readonly board: WordsOf<typeof BOARD_ENGLISH>;
  readonly monitor: WordsOf<typeof MONITOR_ENGLISH>;
  /** Of tables that show what is drawn. */
  readonly drawn: WordsOf<typeof DRAWN_ENGLISH>;
}

/** What a page says in a language. What is left out is said as it was before, else in English. */
export type Strings = { readonly [Name in keyof AllStrings]?: Partial<AllStrings[Name]> };

/** Elements with words of their own. */
export type Group = keyof Strings;

interface Registry {
  readonly languages: Map<string, Strings>;
  /** Who shows words, and hears of others. */
  readonly followers: Set<() => void>;
}

/** One for all copies of this package on a page: a language in a file of its own serves each of them. */
const KEY = Symbol.for('ticklane.strings');
const page = globalThis as { [KEY]?: Registry };
page[KEY] ??= { languages: new Map(), followers: new Set() };
const { languages, followers } = page[KEY];

/** What was put together of them, by group and language. */
const put = new Map<string, Texts>();
const rules = new Map<string, Intl.PluralRules>();

followers.add(() => put.clear());

/**
 * Gives elements the words of another language, or others in place of those that it has. `language` is a BCP 47 tag: what `de-AT` leaves out
 * `de` says, and then English. Whatever is shown already is shown anew. Throws a RangeError for what is no tag. Does no harm in Node.
 */
export function registerStrings(language: string, strings: Strings): void {
  const [tag = ''] = Intl.getCanonicalLocales(language);
  const before = languages.get(tag);
  const groups = Object.keys(strings) as Group[];
  // what is undefined was left out
  const given = (words: object = {}) => Object.fromEntries(Object.entries(words).filter(([, text]) => text));
  const merged = groups.map((group) => [group, { ...before?.[group], ...given(strings[group]) }]);
  languages.set(tag, { ...before, ...Object.fromEntries(merged) });
  for (const follow of [...followers]) follow();
}

/** Has this called whenever words are registered; the function that ends it. */
export function followStrings(follow: () => void): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

/** A group's words in a language; the same object until others are registered. `english`: where nothing else is. */
export function wordsIn<English extends Texts>(group: Group, english: English, language: string): WordsOf<English> {
  const find = () => {
    const words: Record<string, Text> = { ...english };
    for (const tag of widest(language)) {
      for (const [name, text] of Object.entries<Text | undefined>(languages.get(tag)?.[group] ?? {}))
        if (text) words[name] = text;
    }
    return Object.freeze(words);
  };
  return known(put, `${group} ${language}`, find) as WordsOf<English>;
}

/** `zh`, `zh-Hant`, `zh-Hant-TW` */
function widest(language: string): readonly string[] {
  const parts = language.split('-');
  return parts.map((_, index) => parts.slice(0, index + 1).join('-'));
}

/** A text with values in place of names in braces. `count`: what decides about singular and plural. */
export function fill(text: Text, values: Readonly<Record<string, string>>, count = 0, language = 'en'): string {
  const chosen =
    typeof text === 'string'
      ? text
      : (text[known(rules, language, () => new Intl.PluralRules(language)).select(count)] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (name, key: string) => values[key] ?? name);
}

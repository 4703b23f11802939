/** What the worker is told by the query of its own address, so that its file can be copied anywhere and edited nowhere. Any thread. */

/** What an isolated page may load of other origins: only what allows it, or everything, without cookies where it does not. */
export type EmbedderPolicy = 'require-corp' | 'credentialless';
/** Who may load the pages themselves, for isolated pages of other origins that show them in a frame. */
export type ResourcePolicy = 'same-origin' | 'same-site' | 'cross-origin';
/** What is kept for starts without a network: nothing; pages and the files of this package; also the page's own scripts, styles and images. */
export type Keeping = 'none' | 'kit' | 'all';

export interface IsolationSettings {
  readonly embedder: EmbedderPolicy;
  readonly resource: ResourcePolicy;
  readonly cache: Keeping;
}

const EMBEDDERS: Readonly<Record<string, EmbedderPolicy>> = {
  'require-corp': 'require-corp',
  credentialless: 'credentialless',
};
const RESOURCES: Readonly<Record<string, ResourcePolicy>> = {
  'same-origin': 'same-origin',
  'same-site': 'same-site',
  'cross-origin': 'cross-origin',
};
const KEEPINGS: Readonly<Record<string, Keeping>> = { '0': 'none', '1': 'kit', all: 'all' };

/** Reads `?embedder=credentialless&resource=cross-origin&cache=1`; what is left out has its default. Throws for a word that means nothing. */
export function readSettings({ searchParams }: URL): IsolationSettings {
  const choose = <Word>(name: string, words: Readonly<Record<string, Word>>, word = searchParams.get(name)) => {
    if (word === null) return Object.values(words)[0] as Word;
    if (Object.hasOwn(words, word)) return words[word] as Word;
    throw new TypeError(`${name}=${word} is none of ${Object.keys(words).join(', ')}`);
  };
  return {
    embedder: choose('embedder', EMBEDDERS),
    resource: choose('resource', RESOURCES),
    cache: choose('cache', KEEPINGS),
  };
}

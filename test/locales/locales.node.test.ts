import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MONITOR_ENGLISH } from '../../src/elements/performance-monitor/monitor-strings.js';
import { DRAWN_ENGLISH } from '../../src/elements/shared/drawn-words.js';
import { fill, registerStrings, type Text, wordsIn } from '../../src/elements/shared/strings.js';
import { BOARD_ENGLISH } from '../../src/elements/ticker-board/board-words.js';
import { TICKER_ENGLISH } from '../../src/elements/ticker-widget/ticker-words.js';
import { listFiles } from '../../tools/files.ts';

type Words = Readonly<Record<string, Text>>;
type Groups = Readonly<Record<string, Words>>;

const ENGLISH: Groups = {
  ticker: TICKER_ENGLISH,
  board: BOARD_ENGLISH,
  monitor: MONITOR_ENGLISH,
  drawn: DRAWN_ENGLISH,
};
const languages = listFiles('src/locales', /\.ts$/).map((file) => /(\w+)\.ts$/.exec(file)?.[1] as string);

const textsOf = (text: Text) => (typeof text === 'string' ? [text] : Object.values(text));
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('languages', () => {
  it('are German, Japanese and Arabic, beside English', () => {
    assert.deepEqual(languages.sort(), ['ar', 'de', 'ja']);
  });

  for (const language of languages) {
    it(`have every word, and no other: ${language}`, async () => {
      const { [language]: strings } = (await import(`../../src/locales/${language}.ts`)) as Record<string, Groups>;
      assert.ok(strings);
      assert.deepEqual(Object.keys(strings), Object.keys(ENGLISH));
      for (const [group, words] of Object.entries(ENGLISH)) {
        const own = strings[group] as Words;
        assert.deepEqual(Object.keys(own), Object.keys(words), group);
        for (const name of Object.keys(words)) {
          for (const text of textsOf(own[name] as Text))
            assert.ok(text === ', ' || text.trim(), `${group}.${name} is empty`);
        }
      }
    });

    it(`put in what English puts in, once for each plural that there is: ${language}`, async () => {
      const { [language]: strings } = (await import(`../../src/locales/${language}.ts`)) as Record<string, Groups>;
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      for (const [group, words] of Object.entries(ENGLISH)) {
        for (const [name, english] of Object.entries(words)) {
          const own = strings?.[group]?.[name] as Text;
          const expected = places(textsOf(english)[0] as string);
          const about = `${group}.${name}`;
          if (typeof own === 'string') assert.deepEqual(places(own), expected, about);
          else {
            assert.deepEqual(Object.keys(own).sort(), [...pluralCategories].sort(), about);
            for (const [category, text] of Object.entries(own)) {
              // none, one and two are words in some languages
              const found = places(text as string);
              const worded = ['zero', 'one', 'two'].includes(category)
                ? expected.filter((place) => place !== 'count')
                : [];
              assert.ok([String(expected), String(worded)].includes(String(found)), `${about} ${category}`);
            }
          }
        }
      }
    });
  }
});

describe('words', () => {
  it('are those of the language, else of the one it belongs to, else English, each by itself', () => {
    registerStrings('fr', { ticker: { waiting: 'en attente', up: 'en hausse' } });
    registerStrings('fr-CA', { ticker: { waiting: 'attente' } });
    const words = (language: string) => wordsIn('ticker', TICKER_ENGLISH, language);
    assert.deepEqual(
      ['fr-CA', 'fr-FR', 'fr', 'it'].map((language) => [
        words(language).waiting,
        words(language).up,
        words(language).down,
      ]),
      [
        ['attente', 'en hausse', 'down'],
        ['en attente', 'en hausse', 'down'],
        ['en attente', 'en hausse', 'down'],
        ['waiting', 'up', 'down'],
      ],
    );
    assert.equal(words('fr-FR'), words('fr-FR'));
  });

  it('can be registered again, and in part', () => {
    const before = wordsIn('board', BOARD_ENGLISH, 'nl');
    registerStrings('nl', { board: { bid: 'Bieden' } });
    registerStrings('NL', { board: { ask: 'Laten', bid: undefined } });
    const { bid, ask } = wordsIn('board', BOARD_ENGLISH, 'nl');
    assert.deepEqual([before.bid, bid, ask], ['Bid', 'Bieden', 'Laten']);
    assert.throws(() => registerStrings('not a tag', {}), RangeError);
  });

  it('follow the language’s plurals', async () => {
    const { ar } = await import('../../src/locales/ar.js');
    const said = [0, 1, 2, 5, 20, 100].map((count) =>
      fill(ar.board.selectedCount, { count: String(count) }, count, 'ar'),
    );
    assert.equal(new Set(said).size, 6);
    assert.equal(said[3], 'تم تحديد 5 رموز');
  });

  it('keep braces that stand for nothing, and values as they are', () => {
    assert.equal(fill('{a} {b} {a}', { a: '{b} $& <i>' }), '{b} $& <i> {b} {b} $& <i>');
  });
});

import type { ReactiveElement } from 'lit';
import { Announcer, withVoice } from '../shared/announcer.js';
import { DRAWN_ENGLISH, type DrawnWords } from '../shared/drawn-words.js';
import { Language } from '../shared/language.js';
import type { Text } from '../shared/strings.js';
import type { Saying } from '../shared/voice.js';
import { moveOf } from '../ticker-widget/ticker-face.js';
import { sentenceOf } from '../ticker-widget/ticker-sentence.js';
import { readValue } from '../ticker-widget/ticker-values.js';
import { TICKER_ENGLISH } from '../ticker-widget/ticker-words.js';
import type { BoardWords, Column } from './board-columns.js';
import type { BoardRow } from './board-row.js';
import { BOARD_ENGLISH } from './board-words.js';

/** A board to what speaks for it. */
export interface SpeakingBoard {
  readonly element: ReactiveElement & { readonly locale: string };
  readonly columns: readonly Column[];
  /** The selected ones. */
  chosen(): readonly BoardRow[];
}

/** The words of a board: what it shows and says in its language, and when it says it aloud. Main thread. */
export class BoardSpeech {
  readonly language: Language<typeof BOARD_ENGLISH>;
  readonly announcer: Announcer;
  readonly #board: SpeakingBoard;
  /** What was said of rows last, by their versions. */
  #told = new WeakMap<BoardRow, number>();
  /** The row after which it goes on. */
  #last: BoardRow | undefined;

  constructor(board: SpeakingBoard) {
    this.#board = board;
    this.language = new Language(board.element, 'board', BOARD_ENGLISH);
    this.announcer = new Announcer(
      () => this.#next(),
      (count) => this.language.fill(this.language.wordsOf('ticker', TICKER_ENGLISH).more, {}, count),
    );
  }

  get words(): BoardWords {
    return this.language.words;
  }

  get drawn(): DrawnWords {
    return this.language.wordsOf('drawn', DRAWN_ENGLISH);
  }

  /** Has the page's voice ready. */
  prepare(): void {
    withVoice(({ prepare }) => prepare());
  }

  /** Says what the visitor has done. `count` decides about singular and plural. */
  answer(text: Text, values: Readonly<Record<string, string>> = {}, count?: number): void {
    this.announcer.answer(this.#saying(this.language.fill(text, values, count)));
  }

  /** Says a cell, or a whole row. */
  answerOf(row: BoardRow, columnName = ''): void {
    // out of sight it may not have been read for a while
    row.look();
    const column = this.#board.columns.find(({ name }) => name === columnName);
    const { read, write, label = '' } = column ?? {};
    if (!read || !write) return this.announcer.answer(this.#saying(this.#sentence(row)));
    const { symbol } = row;
    this.answer(this.words.cell, { symbol, column: label, value: write(read(row), row) });
  }

  /** Looks whether selected rows have something new to say. */
  look(): void {
    if (this.announcer.demand && this.#board.chosen().some((row) => this.#isNew(row))) this.announcer.moved();
  }

  /** The selected row whose turn it is. */
  #next(): Saying {
    const rows = this.#board.chosen();
    const from = this.#last ? rows.indexOf(this.#last) + 1 : 0;
    const row = [...rows.slice(from), ...rows.slice(0, from)].find((each) => this.#isNew(each));
    if (!row || !this.#board.element.isConnected) return this.#saying('');
    this.#last = row;
    this.#told.set(row, row.version);
    return this.#saying(this.#sentence(row));
  }

  #isNew(row: BoardRow): boolean {
    return !Number.isNaN(row.last) && this.#told.get(row) !== row.version;
  }

  #sentence(row: BoardRow): string {
    const { symbol, numbers, last, change, stale } = row;
    const percent = change && readValue(row.values, 'changePercent');
    const said = {
      ...{ symbol, stale, wrong: false, price: numbers.price(last), move: moveOf(change) },
      ...{ change: numbers.change(change), percent: numbers.percent(percent) },
    };
    return sentenceOf(said, this.language.wordsOf('ticker', TICKER_ENGLISH));
  }

  #saying(text: string): Saying {
    return { text, language: this.language.tag };
  }
}

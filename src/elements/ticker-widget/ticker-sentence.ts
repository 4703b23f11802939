import { DASH } from '../shared/numbers.js';
import { fill } from '../shared/strings.js';
import type { Move, TickerWords } from './ticker-face.js';

/** What is said of a ticker: texts as they are shown. */
export interface SaidOfTicker {
  readonly symbol: string;
  readonly price: string;
  readonly move: Move;
  readonly change: string;
  readonly percent: string;
  /** Indicators that are known, with their names. */
  readonly others?: readonly string[];
  readonly stale: boolean;
  /** Something is wrong with it. */
  readonly wrong: boolean;
}

/** A ticker in one sentence. */
export function sentenceOf(said: SaidOfTicker, words: TickerWords): string {
  const { symbol, price, move, change, percent, others = [], stale, wrong } = said;
  const known = [price, ...(move ? [words[move]] : []), change, percent, ...others];
  const values = price === DASH ? [words.waiting] : known;
  if (stale) values.push(words.isStale);
  if (wrong) values.push(words.error);
  return fill(words.said, { symbol, values: values.join(words.separator) });
}

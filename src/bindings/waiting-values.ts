import { known } from '../elements/shared/known.js';
import { compileTexts } from '../elements/ticker-widget/compiled-texts.js';
import { hasLanguage } from '../elements/ticker-widget/language.js';
import { type TickerValues, takeSnapshot } from '../elements/ticker-widget/ticker-values.js';

/** Of each text, what is known of its indicators before the language is there to read it. */
const unread = new Map<string, TickerValues>();
const read = new WeakMap<object, TickerValues>();

/** `fast: ema(9); rsi(14)` has `fast` and `rsi(14)`; that `macd` has three outputs only the language knows. */
function namesIn(indicators: string): string[] {
  const statements = indicators.split(';').map((statement) => statement.trim());
  return statements.filter(Boolean).map((statement) => /^(\w+)\s*:/.exec(statement)?.[1] ?? statement);
}

function withoutLanguage(indicators: string): TickerValues {
  const names = namesIn(indicators).map((name) => [name, Number.NaN]);
  const values = takeSnapshot(undefined, undefined);
  return Object.freeze({ ...values, indicators: Object.freeze(Object.fromEntries(names)) });
}

/** The values of a ticker of which nothing has come: all unknown, indicators by their names. The same object for the same text, on servers too. */
export function waitingValues(indicators: string): TickerValues {
  if (!hasLanguage()) return known(unread, indicators, () => withoutLanguage(indicators));
  const { compiled } = compileTexts(indicators, []);
  let values = read.get(compiled);
  if (!values) {
    values = takeSnapshot(undefined, compiled);
    read.set(compiled, values);
  }
  return values;
}

/** Symbols contain - and /, so that an operator is one only with blanks around it. */
const EXPRESSION = /^[("]|(^|\s)[-+*/](\s|$)/u;
/** Characters of a text that is read, at most. */
export const TEXT_LIMIT = 100_000;

/** Whether a text, without blanks around it, is one symbol, and nothing that has to be parsed. */
export function isPlainSymbol(symbol: string): boolean {
  return symbol.length <= TEXT_LIMIT && !EXPRESSION.test(symbol);
}

/**
 * The language of the `indicators` attribute, and what it becomes: an ordered list of steps that a lane is made for. A
 * mistake is reported with its position, for the one who wrote the attribute.
 */
import { PERIOD_LIMIT } from '../memory/lane.js';

/** One output of a plan. */
export interface Indicator {
  /** The name given, or the expression as it was written. */
  readonly name: string;
  /** Trades, or mids where there are only quotes, that the moving average covers: 1 to PERIOD_LIMIT. */
  readonly period: number;
}

/** A mistake in an expression. */
export class ExpressionError extends Error {
  /** Where, counted from 1. */
  readonly column: number;

  constructor(attribute: string, column: number, message: string) {
    super(`${attribute}, column ${column}: ${message}`);
    this.column = column;
  }
}

/** What a ticker steps on; both mean the same while there are no bars. */
const INPUTS = ['close', 'price'];

/** A word, a number, any other sign, each of which is one character, or the end. */
const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\d+\.?\d*|\.\d+|\S|$/gu;
const WORD = /^[\p{L}_$]/u;

/**
 * Reads `fast: sma(20); sma(close, 50)`. Throws an ExpressionError at the first mistake; an empty text is an empty plan.
 */
export function parseIndicators(text: string): readonly Indicator[] {
  const tokens = [...text.trimEnd().matchAll(TOKEN)];
  const plan: Indicator[] = [];
  let at = 0;
  const token = () => tokens[at] as RegExpExecArray;
  /** The token's text; empty at the end. */
  const next = () => token()[0];
  const isWord = () => WORD.test(next());
  const fail = (message: string, { index } = token()): never => {
    throw new ExpressionError('indicators', index + 1, message);
  };
  const take = (fits: boolean, expected: string) => {
    const found = next();
    if (!fits) fail(`expected ${expected}${found && `, not "${found}"`}`);
    at++;
  };
  const takeSign = (sign: string) => take(next() === sign, `"${sign}"`);

  while (next()) {
    if (next() === ';') {
      at++;
      continue;
    }
    const first = token();
    let name = '';
    if (isWord() && tokens[at + 1]?.[0] === ':') {
      name = next();
      at += 2;
    }
    const { index } = token();
    take(next() === 'sma', 'a function such as sma(20)');
    takeSign('(');
    if (isWord()) {
      take(INPUTS.includes(next()), 'close or price');
      takeSign(',');
    }
    const period = Number(next());
    const fits = Number.isInteger(period) && period > 0 && period <= PERIOD_LIMIT;
    take(fits, `a whole number from 1 to ${PERIOD_LIMIT}`);
    name ||= text.slice(index, token().index + 1);
    takeSign(')');
    if (plan.some((other) => other.name === name)) fail(`the name "${name}" is taken`, first);
    plan.push({ name, period });
    if (next()) takeSign(';');
  }
  return plan;
}

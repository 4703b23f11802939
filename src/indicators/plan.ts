/**
 * The language of the `indicators` attribute, and what it becomes: an ordered list of steps that a lane is made for. A
 * mistake is reported with its position, for the one who wrote the attribute.
 */
import { PERIOD_LIMIT } from '../memory/lane.js';
import { type Token, tokenize } from './tokens.js';

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
const FUNCTIONS = ['sma'];

/**
 * Reads `fast: sma(20); sma(close, 50)`. Throws an ExpressionError at the first mistake; an empty text is an empty plan.
 */
export function parseIndicators(text: string): readonly Indicator[] {
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at] as Token;
  const next = () => tokens[at++] as Token;
  const fail = (token: Token, message: string): never => {
    throw new ExpressionError('indicators', token.from + 1, message);
  };
  const expect = (sign: string) => {
    const token = next();
    return token.text === sign ? token : fail(token, `expected "${sign}"`);
  };

  const indicator = (): Indicator => {
    const first = peek();
    if (first.kind !== 'word') fail(first, 'expected a name or a function');
    let name = '';
    if (tokens[at + 1]?.text === ':') {
      name = next().text;
      next();
    }
    const from = peek();
    const period = call();
    const end = tokens[at - 1] as Token;
    return { name: name || text.slice(from.from, end.from + end.text.length), period };
  };

  const call = (): number => {
    const named = next();
    if (!FUNCTIONS.includes(named.text)) {
      fail(
        named,
        named.kind === 'word' ? `unknown function "${named.text}", did you mean sma?` : 'expected a function',
      );
    }
    expect('(');
    if (peek().kind === 'word') {
      const input = next();
      if (!INPUTS.includes(input.text)) fail(input, `unknown input "${input.text}", expected close or price`);
      expect(',');
    }
    const token = next();
    const period = Number(token.text);
    if (token.kind !== 'number' || !Number.isInteger(period) || period < 1 || period > PERIOD_LIMIT) {
      fail(token, `expected a whole number from 1 to ${PERIOD_LIMIT}`);
    }
    expect(')');
    return period;
  };

  const plan: Indicator[] = [];
  while (peek().kind !== 'end') {
    if (peek().text === ';') {
      at++;
      continue;
    }
    const first = peek();
    const one = indicator();
    if (plan.some(({ name }) => name === one.name)) fail(first, `the name "${one.name}" is taken`);
    plan.push(one);
    if (peek().kind !== 'end') expect(';');
  }
  return plan;
}

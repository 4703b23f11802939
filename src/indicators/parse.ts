import { ExpressionError, mistake, type Origin } from './expression-error.js';
import { TEXT_LIMIT } from './plain-symbol.js';
import { type Token, tokens } from './tokens.js';

/** Parentheses, calls and signs that may stand inside one another. */
export const NESTING_LIMIT = 500;

export type BinarySign = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'and' | 'or';

/** An expression as it was written. `at` is the index where an error about it points. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[]; readonly at: number }
  | { readonly kind: 'pick'; readonly of: Expression; readonly output: string; readonly at: number }
  | { readonly kind: 'unary'; readonly sign: '-' | 'not'; readonly of: Expression; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly sign: BinarySign;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    };

/** `name: expression`, or an expression alone. */
export interface Statement {
  /** Empty where none was given. */
  readonly name: string;
  /** Index of the first character. */
  readonly at: number;
  /** The expression as it was written. */
  readonly text: string;
  readonly expression: Expression;
}

/** How tightly signs bind; `not` stands between `and` and the comparisons. */
const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
};
const NOT = 3;
const COMPARISON = 4;
const UNARY = 7;
const WORDS = new Set(['and', 'or', 'not']);
/** What other languages write. */
const INSTEAD: Readonly<Record<string, string>> = { '=': '==', '&': 'and', '|': 'or', '!': 'not' };

class Parser {
  readonly #text: string;
  readonly #origin: Origin;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, origin: Origin) {
    this.#text = text;
    this.#origin = origin;
    this.#tokens = tokens(text);
    if (text.length > TEXT_LIMIT) throw mistake(origin, TEXT_LIMIT, `more than ${TEXT_LIMIT} characters`);
  }

  /** Goes on behind the next `;` after a mistake. */
  statements(): { statements: Statement[]; errors: ExpressionError[] } {
    const statements: Statement[] = [];
    const errors: ExpressionError[] = [];
    while (this.#token.kind !== 'end') {
      if (this.#takes(';')) continue;
      try {
        statements.push(this.#statement());
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        errors.push(error);
        this.#skip();
      }
    }
    return { statements, errors };
  }

  expression(): Expression {
    const expression = this.#expression(0);
    if (this.#token.kind !== 'end') throw this.#expected('an operator');
    return expression;
  }

  #statement(): Statement {
    const { at, kind, text } = this.#token;
    let name = '';
    if (kind === 'name' && this.#tokens[this.#next + 1]?.text === ':') {
      if (WORDS.has(text)) throw mistake(this.#origin, at, `"${text}" cannot be a name`);
      name = text;
      this.#next += 2;
    }
    const from = this.#token.at;
    this.#depth = 0;
    const expression = this.#expression(0);
    if (this.#token.kind !== 'end' && this.#token.text !== ';') {
      const namesWithEqual = this.#token.text === '=' && !name && expression.kind === 'name';
      throw this.#expected('";"', namesWithEqual ? ': after a name, == to compare' : undefined);
    }
    const last = this.#tokens[this.#next - 1] as Token;
    return { name, at, text: this.#text.slice(from, last.at + last.text.length), expression };
  }

  /** Goes to the next `;`, or the end. */
  #skip(): void {
    while (this.#token.kind !== 'end' && this.#token.text !== ';') this.#next++;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #takes(sign: string): boolean {
    if (this.#token.kind === 'end' || this.#token.text !== sign) return false;
    this.#next++;
    return true;
  }

  /** `advice`: what to write instead, where that is not what other languages have. */
  #expected(what: string, advice?: string): ExpressionError {
    const { at, text } = this.#token;
    const word = text.toLowerCase();
    const instead = advice ?? (WORDS.has(word) ? word : INSTEAD[text[0] ?? '']);
    const found = instead && instead !== text ? `, not "${text}": write ${instead}` : text && `, not "${text}"`;
    return mistake(this.#origin, at, `expected ${what}${found}`);
  }

  /** An expression of signs that bind at least so tightly. */
  #expression(tightness: number): Expression {
    let left = tightness <= NOT && this.#token.text === 'not' ? this.#unary('not', NOT) : this.#operand();
    for (;;) {
      const { text, at } = this.#token;
      const binding = Object.hasOwn(BINDING, text) ? (BINDING[text] as number) : 0;
      if (!binding || binding < tightness) break;
      this.#next++;
      const right = this.#expression(binding + 1);
      left = { kind: 'binary', sign: text as BinarySign, left, right, at };
      if (binding === COMPARISON && BINDING[this.#token.text] === COMPARISON) {
        throw mistake(this.#origin, this.#token.at, 'comparisons do not chain: write a < b and b < c');
      }
    }
    return left;
  }

  /** What stands inside a parenthesis, or after a sign. */
  #inside<T>(read: () => T): T {
    if (++this.#depth > NESTING_LIMIT) {
      throw mistake(this.#origin, this.#token.at, `nested more than ${NESTING_LIMIT} deep`);
    }
    const inner = read();
    this.#depth--;
    return inner;
  }

  #unary(sign: '-' | 'not', binding: number): Expression {
    const { at } = this.#token;
    this.#next++;
    return { kind: 'unary', sign, of: this.#inside(() => this.#expression(binding)), at };
  }

  #operand(): Expression {
    if (this.#token.text === '-') return this.#unary('-', UNARY);
    let operand = this.#primary();
    while (this.#takes('.')) {
      const { kind, text, at } = this.#token;
      if (kind !== 'name') throw this.#expected('the name of an output');
      this.#next++;
      operand = { kind: 'pick', of: operand, output: text, at };
    }
    return operand;
  }

  #primary(): Expression {
    const { kind, text, at } = this.#token;
    if (this.#takes('(')) {
      const inner = this.#inside(() => this.#expression(0));
      if (!this.#takes(')')) throw this.#expected('")"');
      return inner;
    }
    if (kind === 'number') {
      this.#next++;
      const value = Number(text);
      if (!Number.isFinite(value)) throw mistake(this.#origin, at, `${text} is too large`);
      return { kind: 'number', value, at };
    }
    if (kind !== 'name' || WORDS.has(text)) throw this.#expected('a number, a name or a function such as sma(20)');
    this.#next++;
    return this.#takes('(')
      ? { kind: 'call', name: text, values: this.#values(), at }
      : { kind: 'name', name: text, at };
  }

  #values(): Expression[] {
    const values: Expression[] = [];
    if (this.#takes(')')) return values;
    do values.push(this.#inside(() => this.#expression(0)));
    while (this.#takes(','));
    if (!this.#takes(')')) throw this.#expected(values.length > 0 && this.#token.kind !== 'end' ? '"," or ")"' : '")"');
    return values;
  }
}

/** Reads `fast: sma(20); slow: sma(50)`. Never throws: a statement with a mistake is left out and told of. */
export function parseStatements(
  text: string,
  origin: Origin,
): { readonly statements: readonly Statement[]; readonly errors: readonly ExpressionError[] } {
  try {
    return new Parser(text, origin).statements();
  } catch (error) {
    if (error instanceof ExpressionError) return { statements: [], errors: [error] };
    throw error;
  }
}

/** Reads one expression. Throws an ExpressionError. */
export function parseExpression(text: string, origin: Origin): Expression {
  return new Parser(text, origin).expression();
}

/** The names that an expression mentions without calling them, with where. */
export function mentioned(expression: Expression): { readonly name: string; readonly at: number }[] {
  const names: { name: string; at: number }[] = [];
  const rest: Expression[] = [expression];
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (node.kind === 'name') names.push(node);
    else if (node.kind === 'binary') rest.push(node.right, node.left);
    else if (node.kind === 'call') rest.push(...node.values.toReversed());
    else if (node.kind !== 'number') rest.push(node.of);
  }
  return names;
}

import { PROGRAM_CODE } from '../memory/layout.js';
import { type ExpressionError, mistake, type Origin } from './expression-error.js';
import { NESTING_LIMIT } from './parse.js';
import { isPlainSymbol, TEXT_LIMIT } from './plain-symbol.js';

/** Symbols that one expression may have, and values that may wait on its stack. */
export const LEG_LIMIT = 32;
export const STACK_LIMIT = 16;

/** One instruction of the stack machine that makes a price of the legs' prices. */
export interface BasketInstruction {
  /** PROGRAM_CODE. */
  readonly code: number;
  /** Which leg a LEG pushes; 0 elsewhere. */
  readonly leg: number;
  /** What a CONSTANT pushes; 0 elsewhere. */
  readonly value: number;
}

/** What `symbol` says. */
export interface Basket {
  /** Symbols to subscribe to, each once. */
  readonly legs: readonly string[];
  /** Empty where the price is that of the only leg. */
  readonly program: readonly BasketInstruction[];
}

interface Word {
  readonly kind: 'word' | 'quoted' | 'paren' | 'end';
  readonly text: string;
  readonly at: number;
}

const ORIGIN: Origin = { attribute: 'symbol', source: 'symbol' };
const WORD = /"([^"]*)("?)|[()]|[^\s()"]+/gu;
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu;
const BINARY: Readonly<Record<string, { readonly code: number; readonly binding: number }>> = {
  '+': { code: PROGRAM_CODE.ADD, binding: 1 },
  '-': { code: PROGRAM_CODE.SUBTRACT, binding: 1 },
  '*': { code: PROGRAM_CODE.MULTIPLY, binding: 2 },
  '/': { code: PROGRAM_CODE.DIVIDE, binding: 2 },
};

/**
 * Reads a symbol, or an expression over symbols: `BTC-USD / ETH-USD`, `0.5 * A + 0.5 * "EUR/USD"`, `1 / (A + B)`. Throws an
 * ExpressionError.
 */
export function parseSymbol(text: string): Basket {
  const symbol = text.trim();
  if (!symbol) throw mistake(ORIGIN, 0, 'expected a symbol');
  if (text.length > TEXT_LIMIT) throw mistake(ORIGIN, TEXT_LIMIT, `more than ${TEXT_LIMIT} characters`);
  return isPlainSymbol(symbol) ? { legs: [symbol], program: [] } : new BasketParser(text).basket();
}

class BasketParser {
  readonly #words: readonly Word[];
  readonly #legs: string[] = [];
  readonly #program: BasketInstruction[] = [];
  #next = 0;
  #nesting = 0;
  /** Values on the stack after the instructions so far. */
  #waiting = 0;

  constructor(text: string) {
    const words: Word[] = [];
    for (const match of text.matchAll(WORD)) {
      const { 0: all, 1: quoted, index: at } = match;
      if (quoted !== undefined && !match[2]) throw mistake(ORIGIN, text.trimEnd().length, 'expected a closing quote');
      const kind = quoted !== undefined ? 'quoted' : all === '(' || all === ')' ? 'paren' : 'word';
      words.push({ kind, text: quoted ?? all, at });
    }
    words.push({ kind: 'end', text: '', at: text.trimEnd().length });
    this.#words = words;
  }

  basket(): Basket {
    this.#expression(1);
    if (this.#word.kind !== 'end') throw this.#expected('an operator with blanks around it');
    if (this.#legs.length === 0) throw mistake(ORIGIN, 0, 'expected a symbol in the expression');
    return { legs: this.#legs, program: this.#program.length === 1 ? [] : this.#program };
  }

  get #word(): Word {
    return this.#words[this.#next] as Word;
  }

  #expected(what: string): ExpressionError {
    const { text, at } = this.#word;
    return mistake(ORIGIN, at, `expected ${what}${text && `, not "${text}"`}`);
  }

  #expression(tightness: number): void {
    if (++this.#nesting > NESTING_LIMIT) throw mistake(ORIGIN, this.#word.at, `nested more than ${NESTING_LIMIT} deep`);
    this.#operand();
    for (;;) {
      const { kind, text } = this.#word;
      const operator = kind === 'word' && Object.hasOwn(BINARY, text) ? BINARY[text] : undefined;
      if (!operator || operator.binding < tightness) break;
      this.#next++;
      this.#expression(operator.binding + 1);
      this.#emit(operator.code, -1);
    }
    this.#nesting--;
  }

  #operand(): void {
    const { kind, text, at } = this.#word;
    if (kind === 'word' && text === '-') {
      this.#next++;
      this.#expression(3);
      this.#emit(PROGRAM_CODE.NEGATE, 0);
      return;
    }
    if (kind === 'paren' && text === '(') {
      this.#next++;
      this.#expression(1);
      if (this.#word.kind !== 'paren' || this.#word.text !== ')') throw this.#expected('")"');
      this.#next++;
      return;
    }
    if (kind === 'end' || kind === 'paren' || (kind === 'word' && Object.hasOwn(BINARY, text))) {
      throw this.#expected('a symbol or a number');
    }
    if (kind === 'word' && /^[-+*/]\D/u.test(text)) throw mistake(ORIGIN, at, `expected a blank behind "${text[0]}"`);
    if (kind === 'word' && NUMBER.test(text)) this.#emit(PROGRAM_CODE.CONSTANT, 1, 0, Number(text));
    else this.#emit(PROGRAM_CODE.LEG, 1, this.#leg(text));
    this.#next++;
  }

  #leg(text: string): number {
    const symbol = text.trim();
    if (!symbol) throw mistake(ORIGIN, this.#word.at, 'expected a symbol between the quotes');
    const known = this.#legs.indexOf(symbol);
    if (known >= 0) return known;
    if (this.#legs.length === LEG_LIMIT) throw mistake(ORIGIN, this.#word.at, `more than ${LEG_LIMIT} symbols`);
    return this.#legs.push(symbol) - 1;
  }

  #emit(code: number, grows: number, leg = 0, value = 0): void {
    this.#waiting += grows;
    if (this.#waiting > STACK_LIMIT) {
      const advice = 'put the parentheses to the left';
      throw mistake(ORIGIN, this.#word.at, `more than ${STACK_LIMIT} values wait for each other: ${advice}`);
    }
    this.#program.push({ code, leg, value });
  }
}

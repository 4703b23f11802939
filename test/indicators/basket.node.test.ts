import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSymbol, STACK_LIMIT } from '../../src/indicators/basket.js';
import { PROGRAM_CODE } from '../../src/memory/layout.js';
import { property } from '../tools/property.js';

/** Runs a program as the kernel does. */
function run({ legs, program }: ReturnType<typeof parseSymbol>, prices: Readonly<Record<string, number>>): number {
  const stack: number[] = [];
  for (const { code, leg, value } of program) {
    if (code === PROGRAM_CODE.CONSTANT) stack.push(value);
    else if (code === PROGRAM_CODE.LEG) stack.push(prices[legs[leg] as string] as number);
    else if (code === PROGRAM_CODE.NEGATE) stack.push(-(stack.pop() as number));
    else {
      const b = stack.pop() as number;
      const a = stack.pop() as number;
      stack.push(
        code === PROGRAM_CODE.ADD
          ? a + b
          : code === PROGRAM_CODE.SUBTRACT
            ? a - b
            : code === PROGRAM_CODE.MULTIPLY
              ? a * b
              : a / b,
      );
    }
    assert.ok(stack.length <= STACK_LIMIT);
  }
  assert.equal(stack.length, 1);
  return stack[0] as number;
}

describe('a symbol', () => {
  for (const text of ['BTC-USD', ' BTC/USD ', 'EUR/USD', 'BRK B', '^GSPC', 'ES=F', 'BTC+ETH', 'A(B)', '7203']) {
    it(`is "${text.trim()}" as it stands`, () => {
      assert.deepEqual(parseSymbol(text), { legs: [text.trim()], program: [] });
    });
  }

  it('may be quoted, or in parentheses, and is then the same', () => {
    assert.deepEqual(parseSymbol('"EUR/USD"'), { legs: ['EUR/USD'], program: [] });
    assert.deepEqual(parseSymbol('(BTC-USD)'), { legs: ['BTC-USD'], program: [] });
    assert.deepEqual(parseSymbol('"a - b"'), { legs: ['a - b'], program: [] });
  });
});

describe('an expression over symbols', () => {
  const prices = { A: 6, B: 3, 'BTC-USD': 60_000, 'ETH-USD': 3000, 'EUR/USD': 1.25, EURUSD: 1.25 };
  const right: readonly [string, string[], number][] = [
    ['BTC-USD / ETH-USD', ['BTC-USD', 'ETH-USD'], 20],
    ['1 / EURUSD', ['EURUSD'], 0.8],
    ['0.5 * A + 0.5 * B', ['A', 'B'], 4.5],
    ['A - B - A', ['A', 'B'], -3],
    ['A / B / 2', ['A', 'B'], 1],
    ['A - (B - A)', ['A', 'B'], 9],
    ['(A + B) / 2', ['A', 'B'], 4.5],
    ['A * "EUR/USD"', ['A', 'EUR/USD'], 7.5],
    ['- A + B', ['A', 'B'], -3],
    ['A * ( - B )', ['A', 'B'], -18],
    ['A * -2', ['A'], -12],
    ['A\n+ 1e1', ['A'], 16],
  ];
  for (const [text, legs, value] of right) {
    it(`reads ${text}`, () => {
      const basket = parseSymbol(text);
      assert.deepEqual(basket.legs, legs);
      assert.equal(run(basket, prices), value);
    });
  }

  const wrong: readonly [string, string][] = [
    ['', 'column 1: expected a symbol'],
    ['  ', 'column 1: expected a symbol'],
    ['1 + 2', 'column 1: expected a symbol in the expression'],
    ['BTC-USD / ', 'column 10: expected a symbol or a number'],
    ['BTC-USD * / A', 'column 11: expected a symbol or a number, not "/"'],
    ['A / B C', 'column 7: expected an operator with blanks around it, not "C"'],
    ['(A + B)/2', 'column 8: expected an operator with blanks around it, not "/2"'],
    ['(A', 'column 3: expected ")"'],
    ['A * -B', 'column 5: expected a blank behind "-"'],
    ['"EUR', 'column 5: expected a closing quote'],
    ['"" + A', 'column 1: expected a symbol between the quotes'],
    ['A + )', 'column 5: expected a symbol or a number, not ")"'],
  ];
  for (const [text, message] of wrong) {
    it(`says what is wrong with "${text}"`, () => {
      assert.throws(() => parseSymbol(text), { name: 'ExpressionError', message: `symbol, ${message}` });
    });
  }

  it('has 32 symbols at most', () => {
    const sum = (count: number) => Array.from({ length: count }, (_, index) => `S${index}`).join(' + ');
    assert.equal(parseSymbol(sum(32)).legs.length, 32);
    assert.equal(parseSymbol(`${sum(32)} + S0`).legs.length, 32);
    assert.throws(() => parseSymbol(sum(33)), { message: /^symbol, column 183: more than 32 symbols$/ });
  });

  it('keeps 16 values waiting at most', () => {
    const nested = (depth: number) => `${'(A + '.repeat(depth)}B${')'.repeat(depth)}`;
    assert.equal(run(parseSymbol(nested(15)), { A: 1, B: 1 }), 16);
    assert.throws(() => parseSymbol(nested(16)), { message: /more than 16 values wait/ });
    assert.throws(() => parseSymbol(`${'('.repeat(10_000)}A + B`), { message: /nested more than 500 deep/ });
  });

  it('is what a naive evaluation gives, with no more parentheses than needed', () => {
    interface Tree {
      readonly text: string;
      readonly value: number;
      /** How tightly its sign binds: 1 sums, 2 products, 3 the rest. */
      readonly binding: number;
    }
    const inside = ({ text, binding }: Tree, least: number) => (binding < least ? `(${text})` : text);
    const join = (left: Tree, sign: string, right: Tree): Tree => {
      const binding = sign === '+' || sign === '-' ? 1 : 2;
      const [a, b] = [left.value, right.value];
      const value = sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : a / b;
      return { text: `${inside(left, binding)} ${sign} ${inside(right, binding + 1)}`, value, binding };
    };
    const leaf: fc.Arbitrary<Tree> = fc
      .constantFrom(['A', 6], ['B', 3], ['7', 7], ['0.5', 0.5])
      .map(([text, value]) => ({ text: text as string, value: value as number, binding: 3 }));
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree')).map(([a, sign, b]) => join(a, sign, b)),
        tie('tree').map((of) => ({ text: `- ${inside(of, 3)}`, value: -of.value, binding: 3 })),
      ),
    }));
    property(tree, (right) => {
      const whole = join({ text: 'A', value: 6, binding: 3 }, '*', right);
      const basket = parseSymbol(whole.text);
      assert.ok(Object.is(run(basket, { A: 6, B: 3 }), whole.value), whole.text);
    });
  });
});

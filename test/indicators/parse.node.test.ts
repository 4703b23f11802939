import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Expression, mentioned, parseExpression, parseStatements } from '../../src/indicators/parse.js';
import { property } from '../tools/property.js';

const ORIGIN = { attribute: 'indicators', source: 'indicators' };

/** An expression with a parenthesis around everything that belongs together. */
function grouped(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'name':
      return node.name;
    case 'call':
      return `${node.name}(${node.values.map(grouped).join(', ')})`;
    case 'pick':
      return `${grouped(node.of)}.${node.output}`;
    case 'unary':
      return `(${node.sign} ${grouped(node.of)})`;
    case 'binary':
      return `(${grouped(node.left)} ${node.sign} ${grouped(node.right)})`;
  }
}

const read = (text: string) => grouped(parseExpression(text, ORIGIN));
const errors = (text: string) => parseStatements(text, ORIGIN).errors.map(({ message }) => message);

describe('an expression', () => {
  const right: readonly [string, string][] = [
    ['1', '1'],
    ['1.5', '1.5'],
    ['.5', '0.5'],
    ['2.', '2'],
    ['1e-3', '0.001'],
    ['2.5E+2', '250'],
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['8 / 4 / 2', '((8 / 4) / 2)'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['-a * b', '((- a) * b)'],
    ['- - a', '(- (- a))'],
    ['a - -b', '(a - (- b))'],
    ['-sma(20)', '(- sma(20))'],
    ['a < b + 1', '(a < (b + 1))'],
    ['a<=b', '(a <= b)'],
    ['not a > b', '(not (a > b))'],
    ['not not a', '(not (not a))'],
    ['a and b or c and d', '((a and b) or (c and d))'],
    ['a or b and not c == d', '(a or (b and (not (c == d))))'],
    ['a != b and b >= c', '((a != b) and (b >= c))'],
    ['macd(12,26,9).signal', 'macd(12, 26, 9).signal'],
    ['fast.signal + 1', '(fast.signal + 1)'],
    ['-macd.signal', '(- macd.signal)'],
    ['ema(sma(close, 20), 5)', 'ema(sma(close, 20), 5)'],
    ['vwap()', 'vwap()'],
    ['Trägheit_2', 'Trägheit_2'],
    [' \t\n rsi\n(14) ', 'rsi(14)'],
  ];
  for (const [text, expected] of right) it(`reads ${text}`, () => assert.equal(read(text), expected));

  const wrong: readonly [string, string][] = [
    ['', 'column 1: expected a number, a name or a function such as sma(20)'],
    ['sma(20', 'column 7: expected ")"'],
    ['sma(', 'column 5: expected a number, a name or a function such as sma(20)'],
    ['sma(20,', 'column 8: expected a number, a name or a function such as sma(20)'],
    ['sma(,20)', 'column 5: expected a number, a name or a function such as sma(20), not ","'],
    ['sma(close 20)', 'column 11: expected "," or ")", not "20"'],
    ['(1 + 2', 'column 7: expected ")"'],
    ['1 +', 'column 4: expected a number, a name or a function such as sma(20)'],
    ['1 2', 'column 3: expected an operator, not "2"'],
    ['1)', 'column 2: expected an operator, not ")"'],
    ['a < b < c', 'column 7: comparisons do not chain: write a < b and b < c'],
    ['a = b', 'column 3: expected an operator, not "=": write =='],
    ['a AND b', 'column 3: expected an operator, not "AND": write and'],
    ['a && b', 'column 3: expected an operator, not "&": write and'],
    ['!a', 'column 1: expected a number, a name or a function such as sma(20), not "!": write not'],
    ['a and', 'column 6: expected a number, a name or a function such as sma(20)'],
    ['1 + and', 'column 5: expected a number, a name or a function such as sma(20), not "and"'],
    ['macd.', 'column 6: expected the name of an output'],
    ['macd.(1)', 'column 6: expected the name of an output, not "("'],
    ['1e999', 'column 1: 1e999 is too large'],
    ['a 😀', 'column 3: expected an operator, not "😀"'],
    ['20abc', 'column 3: expected an operator, not "abc"'],
  ];
  for (const [text, message] of wrong) {
    it(`says what is wrong with "${text}"`, () => {
      assert.throws(() => parseExpression(text, ORIGIN), {
        name: 'ExpressionError',
        message: `indicators, ${message}`,
      });
    });
  }

  it('may be nested 500 deep, and no deeper', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}close${')'.repeat(depth)}`;
    assert.equal(read(nested(500)), 'close');
    assert.throws(() => read(nested(501)), { message: 'indicators, column 502: nested more than 500 deep' });
    assert.throws(() => read(`${'-'.repeat(501)}close`), { message: /nested more than 500 deep/ });
    assert.throws(() => read('abs('.repeat(100_000 / 4)), { message: /nested more than 500 deep/ });
  });

  it('may be as long as 100000 characters, and no longer', () => {
    assert.equal(mentioned(parseExpression(`${'close+'.repeat(16_000)}close`, ORIGIN)).length, 16_001);
    assert.throws(() => read('1'.repeat(100_001)), {
      message: 'indicators, column 100001: more than 100000 characters',
    });
    assert.deepEqual(errors(' '.repeat(100_001)), ['indicators, column 100001: more than 100000 characters']);
  });
});

describe('statements', () => {
  it('are separated by ";", with or without names', () => {
    const { statements } = parseStatements(' fast : sma(20) ;; slow: ema( 50 ); rsi(14) ;', ORIGIN);
    assert.deepEqual(
      statements.map(({ name, at, text }) => ({ name, at, text })),
      [
        { name: 'fast', at: 1, text: 'sma(20)' },
        { name: 'slow', at: 19, text: 'ema( 50 )' },
        { name: '', at: 36, text: 'rsi(14)' },
      ],
    );
  });

  it('are none in an empty text', () => {
    for (const text of ['', ' ', ' ; ;\n']) assert.deepEqual(parseStatements(text, ORIGIN).statements, []);
  });

  it('with a mistake do not keep the others from being read', () => {
    const { statements } = parseStatements('a: sma(; b: ema(5); and: 3; c: 1 +; d: 2', ORIGIN);
    assert.deepEqual(
      statements.map(({ name }) => name),
      ['b', 'd'],
    );
    assert.deepEqual(errors('a: sma(; b: ema(5); and: 3; c: 1 +; d: 2'), [
      'indicators, column 8: expected a number, a name or a function such as sma(20), not ";"',
      'indicators, column 21: "and" cannot be a name',
      'indicators, column 35: expected a number, a name or a function such as sma(20), not ";"',
    ]);
  });

  it('take a colon behind their name', () => {
    const [error] = parseStatements('fast = sma(20)', ORIGIN).errors;
    assert.equal(error?.message, 'indicators, column 6: expected ";", not "=": write : after a name, == to compare');
  });

  it('point at the end of the text where something is missing there', () => {
    assert.deepEqual(errors('fast:   '), [
      'indicators, column 6: expected a number, a name or a function such as sma(20)',
    ]);
  });

  it('never throw, whatever the text', () => {
    property(fc.string({ unit: fc.constantFrom(...'ab1.;:,()+-*/<>=!& \n"', ' and ', ' not ', 'sma(') }), (text) => {
      for (const { column } of parseStatements(text, ORIGIN).errors) {
        assert.ok(column >= 1 && column <= text.length + 1);
      }
    });
  });
});

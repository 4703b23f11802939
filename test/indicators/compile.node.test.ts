import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AlertText, compile } from '../../src/indicators/compile.js';
import { OPERATION } from '../../src/memory/layout.js';
import type { PlanSource } from '../../src/memory/plan.js';

const steps = (indicators: string) => compile({ indicators }).plan.steps.length;
const messages = (indicators: string) => compile({ indicators }).errors.map(({ message }) => message);
const names = (indicators: string) => {
  const { outputs, errors } = compile({ indicators });
  assert.deepEqual(errors, []);
  return outputs.map(({ name }) => name);
};
const alert = (when: string, more: Partial<AlertText> = {}): AlertText => ({ id: 1, when, ...more });

/** A source as an expression over steps and inputs, to read what a plan computes. */
function shown(
  indicators: string,
  alerts: readonly AlertText[] = [],
): { outputs: string[]; alerts: [string, string][] } {
  const { plan, errors } = compile({ indicators, alerts });
  assert.deepEqual(errors, []);
  const operations = new Map<number, string>(Object.entries(OPERATION).map(([name, code]) => [code, name]));
  const read = (source: PlanSource): string => {
    if ('constant' in source) return String(source.constant);
    if ('input' in source) return 'OHLCVBATSR'[source.input] as string;
    const { operation, inputs, period } = plan.steps[source.step] as (typeof plan.steps)[0];
    return `${operations.get(operation)}(${[...inputs.map(read), ...(period ? [`#${period}`] : [])].join(' ')})`;
  };
  return {
    outputs: plan.outputs.map(read),
    alerts: plan.alerts.map(({ when, hold }) => [read(when), read(hold)]),
  };
}

describe('outputs', () => {
  it('have the name given, or the text as it was written', () => {
    assert.deepEqual(names(' fast : sma(20); sma( 50 ) ; close+1'), ['fast', 'sma( 50 )', 'close+1']);
  });

  it('of a function with several have its name, or the one given, and a dot', () => {
    assert.deepEqual(names('macd(5, 10, 3)'), ['macd', 'macd.signal', 'macd.histogram']);
    assert.deepEqual(names('m: macd'), ['m', 'm.signal', 'm.histogram']);
    assert.deepEqual(names('m: macd; other: m'), [
      'm',
      'm.signal',
      'm.histogram',
      'other',
      'other.signal',
      'other.histogram',
    ]);
    assert.deepEqual(names('macd.signal; s: macd(5, 10, 3).signal'), ['macd.signal', 's']);
  });

  it('are what is meant first: the middle of bands, the line of an oscillator', () => {
    assert.deepEqual(shown('b: bollinger(20) + 0').outputs, shown('b: bollinger(20).middle + 0').outputs);
    assert.deepEqual(shown('b: macd + 0').outputs, shown('b: macd.macd + 0').outputs);
  });

  it('tell their unit, their warm-up and whether a tile shows them', () => {
    const text =
      'a: sma(20); b: rsi; c: close > 3; d: obv; e: roc; f: close / open; g: 2 * close; h: a - close; i: psar';
    assert.deepEqual(compile({ indicators: text }).outputs, [
      { name: 'a', unit: 'price', warmup: 19, shown: true },
      { name: 'b', unit: 'number', warmup: 14, shown: true },
      { name: 'c', unit: 'boolean', warmup: 0, shown: true },
      { name: 'd', unit: 'volume', warmup: 0, shown: true },
      { name: 'e', unit: 'percent', warmup: 14, shown: true },
      { name: 'f', unit: 'number', warmup: 0, shown: true },
      { name: 'g', unit: 'price', warmup: 0, shown: true },
      { name: 'h', unit: 'price', warmup: 19, shown: true },
      { name: 'i', unit: 'price', warmup: 2, shown: true },
      { name: 'i.reversal', unit: 'boolean', warmup: 2, shown: false },
    ]);
  });

  it('with the same name are a mistake', () => {
    assert.deepEqual(messages('a: sma(5); a: sma(6)'), ['indicators, column 12: the name "a" is taken']);
    assert.deepEqual(messages('sma(5); sma(5)'), [
      'indicators, column 9: the name "sma(5)" is taken: name one, such as other: sma(5)',
    ]);
    assert.deepEqual(messages('macd; macd(5, 10, 3)'), [
      'indicators, column 7: the name "macd" is taken: name one, such as other: macd(5, 10, 3)',
    ]);
  });
});

describe('names', () => {
  it('may be used before and after they are given', () => {
    assert.deepEqual(shown('a: b + 1; b: sma(5)').outputs, ['ADD(MEAN(C #5) 1)', 'MEAN(C #5)']);
  });

  it('stand before functions, whose calls have parentheses', () => {
    assert.deepEqual(shown('rsi: rsi(7); x: rsi + 1').outputs, ['STRENGTH(C #7)', 'ADD(STRENGTH(C #7) 1)']);
    assert.deepEqual(shown('x: rsi + 1').outputs, ['ADD(STRENGTH(C #14) 1)']);
  });

  it('may be of numbers, which are known beforehand', () => {
    assert.deepEqual(shown('n: 2 * 10; sma(n); sma(close, n / 4 + 1)').outputs.slice(1), ['MEAN(C #20)', 'MEAN(C #6)']);
  });

  it('that depend on themselves are told of once, with where', () => {
    assert.deepEqual(messages('a: b + 1; b: 2 * c; c: a'), [
      'indicators, column 24: "a" depends on itself: a -> b -> c -> a',
    ]);
    assert.deepEqual(messages('rsi: rsi + 1'), [
      'indicators, column 6: "rsi" depends on itself: rsi -> rsi; the function is rsi()',
    ]);
  });

  it('of inputs are not to be given away', () => {
    assert.deepEqual(messages('close: 3'), ['indicators, column 1: the name "close" is an input\'s']);
  });

  it('may lead from one to another a thousand times', () => {
    const chain = Array.from({ length: 1000 }, (_, index) => `a${index}: a${index + 1} + close`).join('; ');
    const { errors, plan } = compile({ indicators: `${chain}; a1000: open` });
    assert.deepEqual(errors, []);
    assert.equal(plan.steps.length, 1000);
  });
});

describe('arguments', () => {
  const same: readonly [string, string][] = [
    ['sma', 'sma(close, 20)'],
    ['sma(5)', 'sma(price, 5)'],
    ['macd(3, 5, 2)', 'macd(close, 3, 5, 2)'],
    ['macd(high)', 'macd(high, 12, 26, 9)'],
    ['rsi()', 'rsi(close, 14)'],
    ['change', 'momentum(close, 1)'],
    ['roc(5)', 'percent(close, 5)'],
    ['abs', 'abs(close)'],
    ['atr(2 * 7)', 'atr'],
    ['mid', '(bid + ask) * 0.5'],
    ['spread', 'ask - bid'],
    ['vwap', 'vwap()'],
  ];
  for (const [left, right] of same) {
    it(`make ${left} the same as ${right}`, () => {
      assert.deepEqual(shown(`x: ${left}`), shown(`x: ${right}`));
    });
  }

  const wrong: readonly [string, string][] = [
    ['smaa(20)', 'column 1: unknown function "smaa": did you mean sma?'],
    ['RSI(14)', 'column 1: unknown function "RSI": did you mean rsi?'],
    ['stoch(14)', 'column 1: unknown function "stoch": did you mean stochastic?'],
    ['bb(20)', 'column 1: unknown function "bb": did you mean bollinger?'],
    ['xyzzy(1)', 'column 1: unknown function "xyzzy"'],
    ['sma(cloze, 3)', 'column 5: unknown name "cloze": did you mean close?'],
    ['fast: sma(5); fats + 1', 'column 15: unknown name "fats": did you mean fast?'],
    ['fast: sma(5); fast(3)', 'column 15: "fast" is a named result and takes no arguments'],
    ['close(3)', 'column 1: "close" takes no arguments'],
    ['$mean(close, 5)', 'column 1: unknown function "$mean"'],
    ['sma(0)', "column 5: sma's period is a whole number from 1 to 100000, not 0"],
    ['sma(2.5)', "column 5: sma's period is a whole number from 1 to 100000, not 2.5"],
    ['sma(-3)', "column 5: sma's period is a whole number from 1 to 100000, not -3"],
    ['sma(100001)', "column 5: sma's period is a whole number from 1 to 100000, not 100001"],
    ['sma(1 / 0)', "column 7: sma's period is a whole number from 1 to 100000, not unknown"],
    [
      'sma(close, open)',
      "column 12: sma's period is a whole number from 1 to 100000, not a series: it must be known beforehand",
    ],
    ['sma(5, 20)', 'column 5: expected a series such as close, not a number: sma(x = close, period = 20)'],
    ['sma(close, 5, 6)', 'column 15: sma takes 2 arguments at most: sma(x = close, period = 20)'],
    ['obv(1)', 'column 5: obv takes no arguments'],
    ['crossover(close)', 'column 1: crossover needs 2 arguments: crossover(a, b)'],
    ['bollinger(20, -1)', "column 15: bollinger's multiplier is a number from 0 to 1000, not -1"],
    ['linreg(1)', "column 8: linreg's period is a whole number from 2 to 100000, not 1"],
    ['macd.signl', 'column 6: macd has no output "signl": did you mean signal?'],
    ['macd.xyzzy', 'column 6: macd has no output "xyzzy": it has macd, signal, histogram'],
    ['close.high', 'column 7: this has no output "high"'],
  ];
  for (const [text, message] of wrong) {
    it(`say what is wrong with ${text}`, () => assert.deepEqual(messages(text), [`indicators, ${message}`]));
  }
});

describe('a plan', () => {
  it('has what is asked for twice once', () => {
    assert.equal(steps('a: sma(20); b: sma(close, 20); c: sma(price, 2 * 10)'), 1);
    assert.equal(steps('a: close + open; b: open + close'), 1);
    assert.equal(
      steps('a: bollinger(20).middle; b: bollinger(20).upper; c: bollinger(20).zscore'),
      steps('bollinger(20).upper; x: bollinger(20).zscore'),
    );
    assert.equal(steps('bollinger(20); stdev(20)'), steps('bollinger(20)'));
    assert.equal(steps('a: macd; b: ema(12); c: ema(26)'), steps('macd'));
    assert.equal(steps('a: atr; b: adx'), steps('b: adx'));
  });

  it('has only what is read', () => {
    assert.equal(steps('macd.macd'), 3);
    assert.equal(steps('macd.signal'), 4);
    assert.equal(steps('x: 3; y: close'), 0);
    assert.equal(steps('x: 2 * 3 > 5 and not (1 / 3 == 0)'), 0);
  });

  it('reads only the inputs that it names', () => {
    assert.deepEqual(compile({ indicators: 'sma(20)' }).inputs, [3]);
    assert.deepEqual(compile({ indicators: 'atr; vwap(session)' }).inputs, [1, 2, 3, 4, 8]);
    assert.deepEqual(compile({ indicators: 'x: 1' }).inputs, []);
    assert.deepEqual(compile({ alerts: [alert('mid > 5')] }).inputs, [5, 6]);
  });

  it('tells the longest warm-up, alerts included', () => {
    assert.equal(compile({ indicators: 'sma(20); macd', alerts: [alert('close > ema(50)')] }).warmup, 49);
    assert.equal(compile({}).warmup, 0);
  });

  it('goes on without what has a mistake, and tells who is at fault', () => {
    const { outputs, alerts, errors } = compile({
      indicators: 'a: smaa(5); b: a + 1; c: close; d: sma(',
      alerts: [
        alert('c > 1', { name: 'good' }),
        alert('b > 1'),
        alert('c >', { id: 2 }),
        alert('c > 2', { id: 3, hysteresis: -1 }),
      ],
    });
    assert.deepEqual(
      outputs.map(({ name }) => name),
      ['c'],
    );
    assert.deepEqual(alerts, [{ name: 'good', id: 1, index: 0 }]);
    assert.deepEqual(
      errors.map(({ source, message }) => [source, message]),
      [
        ['indicators', 'indicators, column 4: unknown function "smaa": did you mean sma?'],
        ['indicators', 'indicators, column 16: "a" has a mistake of its own'],
        ['indicators', 'indicators, column 40: expected a number, a name or a function such as sma(20)'],
        [1, 'when, column 1: "b" has a mistake of its own'],
        [2, 'when, column 4: expected a number, a name or a function such as sma(20)'],
        [3, 'hysteresis, column 1: expected a number, 0 or more'],
      ],
    );
  });

  it('has 2000 steps at most, and says so', () => {
    assert.equal(steps(`x: ${'close+'.repeat(2000)}close`), 2000);
    assert.deepEqual(messages(`y: open; x: ${'close+'.repeat(2001)}close`), [
      'indicators, column 10: the plan would have more than 2000 steps',
    ]);
  });

  it('has 4000000 weights at most, and says so', () => {
    const averages = Array.from({ length: 41 }, (_, index) => `a${index}: alma(100000, 0.5, ${index + 1})`);
    assert.equal(steps(averages.slice(0, 40).join(';')), 40);
    const text = `${averages.join('; ')}; b: ${averages[0]?.slice(4)}`;
    const column = text.indexOf('a40:') + 1;
    assert.deepEqual(messages(text), [`indicators, column ${column}: the plan would have more than 4000000 weights`]);
  });

  it('is refused at once, however many names are unknown in it', () => {
    const text = Array.from({ length: 5000 }, (_, index) => `a${index}: zz${index}`).join('; ');
    const began = performance.now();
    const errors = messages(text.replace('zz0', 'a1O'));
    assert.match(errors[0] as string, /unknown name "a1O": did you mean a1\?/);
    assert.equal(errors.length, 5000);
    // looking through all names for each of them took ten seconds and more
    assert.ok(performance.now() - began < 5000);
  });

  it('nests functions 500 deep', () => {
    const text = `${'ema('.repeat(499)}close${', 2)'.repeat(499)}`;
    assert.equal(steps(`x: ${text}`), 499);
    assert.deepEqual(messages(`x: ${'ema('.repeat(501)}close${', 2)'.repeat(501)}`), [
      `indicators, column ${4 + 501 * 4}: nested more than 500 deep`,
    ]);
  });
});

describe('an alert', () => {
  it('uses the names of indicators, and of other alerts', () => {
    const { alerts } = shown('fast: sma(5); slow: sma(9)', [
      alert('crossover(fast, slow)', { name: 'golden' }),
      alert('golden and close > 5', { id: 2 }),
    ]);
    assert.equal(alerts[0]?.[0], 'CROSS(MEAN(C #5) MEAN(C #9) #1)');
    assert.equal(alerts[1]?.[0], 'AND(CROSS(MEAN(C #5) MEAN(C #9) #1) GREATER(C 5))');
  });

  it('keeps functions and inputs whatever alerts are called, its own name included', () => {
    const { alerts } = shown('', [alert('rsi > 70', { name: 'rsi' }), alert('close > 3', { name: 'close' })]);
    assert.deepEqual(
      alerts.map(([when]) => when),
      ['GREATER(STRENGTH(C #14) 70)', 'GREATER(C 3)'],
    );
  });

  it('may stand on a hundred others', () => {
    const levels = Array.from({ length: 100 }, (_, level) =>
      alert(level === 0 ? 'close > 0' : `level${level - 1} and close > ${level}`, { id: level, name: `level${level}` }),
    );
    const { errors, alerts } = compile({ alerts: levels.toReversed() });
    assert.deepEqual(errors, []);
    assert.equal(alerts.length, 100);
  });

  it('that depends on itself is a mistake', () => {
    const { errors } = compile({ alerts: [alert('b', { name: 'a' }), alert('a or close > 1', { name: 'b', id: 2 })] });
    assert.deepEqual(
      errors.map(({ source, message }) => [source, message]),
      [[1, 'when, column 1: "a" depends on itself: a -> b -> a']],
    );
  });

  it('is 0 and 1 whatever its expression', () => {
    assert.deepEqual(shown('', [alert('close')]).alerts, [['NOT(EQUAL(C 0))', 'NOT(EQUAL(C 0))']]);
  });

  it('without hysteresis holds while it is so', () => {
    for (const [when, hold] of shown('', [alert('close > 5'), alert('crossover(close, 5)', { id: 2 })]).alerts) {
      assert.equal(hold, when);
    }
  });

  const loosened: readonly [string, string][] = [
    ['close > open', 'GREATER(C ADD(O -2))'],
    ['close >= 10', 'GREATER_EQUAL(C 8)'],
    ['close < open', 'GREATER(ADD(O 2) C)'],
    ['close <= 10', 'GREATER_EQUAL(12 C)'],
    ['close == open', 'GREATER_EQUAL(2 ABSOLUTE(SUBTRACT(C O)))'],
    ['not close > 10', 'NOT(GREATER(C 12))'],
    ['not not close > 10', 'NOT(NOT(GREATER(C 8)))'],
    ['close != 10', 'NOT(EQUAL(C 10))'],
    ['close > 10 and not (open < 5 or close == 3)', 'AND(GREATER(C 8) NOT(OR(GREATER(3 O) EQUAL(C 3))))'],
    ['crossover(close, open)', 'GREATER(C ADD(O -2))'],
    ['crossunder(close, 10)', 'GREATER(12 C)'],
    ['cross(close, 10)', 'GREATER_EQUAL(2 ABSOLUTE(SUBTRACT(C 10)))'],
    ['not crossover(close, 10)', 'NOT(GREATER(C 12))'],
    ['up', 'GREATER(C ADD(O -2))'],
    ['rising(close)', 'GREATER_EQUAL(STREAK(C) 1)'],
  ];
  for (const [when, hold] of loosened) {
    it(`with a hysteresis of 2 holds ${when} while ${hold}`, () => {
      assert.equal(shown('up: close > open', [alert(when, { hysteresis: 2 })]).alerts[0]?.[1], hold);
    });
  }

  it('follows named conditions when it is loosened, but not far without end', () => {
    const chain = Array.from({ length: 600 }, (_, index) => `a${index}: not a${index + 1}`).join('; ');
    const { errors } = compile({ indicators: `${chain}; a600: close > 1`, alerts: [alert('a0', { hysteresis: 1 })] });
    assert.match(errors[0]?.message ?? '', /more than 500 names deep/);
  });
});

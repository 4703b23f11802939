import { expect } from '@open-wc/testing';
import { ExpressionError, parseIndicators } from '../../src/indicators/plan.js';

describe('the indicators attribute', () => {
  const right: [string, object[]][] = [
    ['', []],
    [' ; ', []],
    ['sma(20)', [{ name: 'sma(20)', period: 20 }]],
    [
      'fast: sma(20); slow: sma(50)',
      [
        { name: 'fast', period: 20 },
        { name: 'slow', period: 50 },
      ],
    ],
    ['sma(close, 20)', [{ name: 'sma(close, 20)', period: 20 }]],
    ['Trägheit_2 : sma( price , 1 ) ;', [{ name: 'Trägheit_2', period: 1 }]],
    [' sma( 7 ) ', [{ name: 'sma( 7 )', period: 7 }]],
    [
      'a: sma(5); b: sma(5)',
      [
        { name: 'a', period: 5 },
        { name: 'b', period: 5 },
      ],
    ],
    ['sma(100000)', [{ name: 'sma(100000)', period: 100_000 }]],
  ];
  for (const [text, plan] of right) {
    it(`reads "${text}"`, () => expect(parseIndicators(text)).to.deep.equal(plan));
  }

  const wrong: [string, string][] = [
    ['sma(20', 'indicators, column 7: expected ")"'],
    ['sma 20', 'indicators, column 5: expected "(", not "20"'],
    ['sma(20) sma(50)', 'indicators, column 9: expected ";", not "sma"'],
    ['sna(20)', 'indicators, column 1: expected a function such as sma(20), not "sna"'],
    ['fast: ', 'indicators, column 6: expected a function such as sma(20)'],
    ['fast: 20', 'indicators, column 7: expected a function such as sma(20), not "20"'],
    ['20', 'indicators, column 1: expected a function such as sma(20), not "20"'],
    ['sma()', 'indicators, column 5: expected a whole number from 1 to 100000, not ")"'],
    ['sma(0)', 'indicators, column 5: expected a whole number from 1 to 100000, not "0"'],
    ['sma(2.5)', 'indicators, column 5: expected a whole number from 1 to 100000'],
    ['sma(-3)', 'indicators, column 5: expected a whole number from 1 to 100000, not "-"'],
    ['sma(100001)', 'indicators, column 5: expected a whole number from 1 to 100000'],
    ['sma(volume, 20)', 'indicators, column 5: expected close or price, not "volume"'],
    ['sma(close 20)', 'indicators, column 11: expected ",", not "20"'],
    ['a: sma(5); a: sma(6)', 'indicators, column 12: the name "a" is taken'],
    ['sma(5); sma(5)', 'indicators, column 9: the name "sma(5)" is taken'],
  ];
  for (const [text, message] of wrong) {
    it(`says what is wrong with "${text}"`, () => {
      expect(() => parseIndicators(text)).to.throw(ExpressionError, message);
    });
  }
});

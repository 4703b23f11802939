import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtNodeTests, nodeTests, readSpec, readTotals, together } from '../../tools/steps.ts';
import { MARK } from './totals-reporter.mjs';

describe('the counts of a run', () => {
  it('come from the last lines of node tests, with the names of what was skipped', () => {
    const output = [
      '✔ adds (0.1ms)',
      '﹣ plays a capture (0.2ms) # ../shared/data is absent',
      '﹣ waits (0.1ms) # SKIP',
      'ℹ tests 5',
      'ℹ pass 1',
      'ℹ fail 1',
      'ℹ cancelled 1',
      'ℹ skipped 2',
    ].join('\n');
    const { passed, failed, skipped } = readSpec(output, 1);
    assert.deepEqual({ passed, failed }, { passed: 1, failed: 2 });
    assert.deepEqual(skipped, ['plays a capture (../shared/data is absent)', 'waits']);
  });

  it('come from the line of the totals in browser tests', () => {
    const output = `noise\n${MARK}{"passed":3,"failed":1,"skipped":["a > b"]}\nmore noise`;
    assert.deepEqual(readTotals(output, 1), { passed: 3, failed: 1, skipped: ['a > b'], output });
  });

  it('show a failure where a runner broke without one', () => {
    assert.equal(readSpec('ℹ pass 2\nℹ fail 0\n', 7).failed, 1);
    assert.equal(readTotals(`${MARK}{"passed":3,"failed":0,"skipped":[]}`, 1).failed, 1);
    assert.equal(readTotals('Error: no browser', 1).failed, 1);
  });

  it('are added up, and only what failed is printed, in a step of two parts', () => {
    const node = { passed: 2, failed: 0, skipped: ['nats'], output: 'fine' };
    const browser = { passed: 3, failed: 1, skipped: [], output: 'broken' };
    assert.deepEqual(together(node, browser), { passed: 5, failed: 1, skipped: ['nats'], output: 'broken' });
  });
});

it('tests of the built package wait until it is built', () => {
  assert.ok(builtNodeTests().includes('test/package/bin.built.node.test.ts'));
  assert.deepEqual(
    nodeTests().filter((file) => builtNodeTests().includes(file)),
    [],
  );
});

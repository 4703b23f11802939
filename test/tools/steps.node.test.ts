import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  builtNodeTests,
  describeFailure,
  nodeTests,
  onceMore,
  readSpec,
  readTotals,
  together,
} from '../../tools/steps.ts';
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
    const totals = {
      passed: 3,
      failed: 1,
      failures: [{ file: 'a.test.ts', name: 'a > c', reason: 'no' }],
      skipped: ['a > b'],
    };
    const output = `noise\n${MARK}${JSON.stringify(totals)}\nmore noise`;
    assert.deepEqual(readTotals(output, 1), { ...totals, output });
  });

  it('show a failure where a runner broke without one', () => {
    assert.equal(readSpec('ℹ pass 2\nℹ fail 0\n', 7).failed, 1);
    assert.equal(readTotals(`${MARK}{"passed":3,"failed":0,"skipped":[]}`, 1).failed, 1);
    assert.equal(readTotals('Error: no browser', 1).failed, 1);
  });

  it('are added up, and only what failed is printed, in a step of two parts', () => {
    const node = { passed: 2, failed: 0, skipped: ['nats'], output: 'fine' };
    const browser = { passed: 3, failed: 1, skipped: [], output: 'broken' };
    const { output, ...counts } = together(node, browser);
    assert.equal(output, 'broken');
    assert.deepEqual(counts, { passed: 5, failed: 1, failures: [], unsteady: [], skipped: ['nats'] });
  });

  it('name what failed, with its file and the first line of why', () => {
    const output = [
      'ℹ pass 1',
      'ℹ fail 1',
      '✖ failing tests:',
      '',
      'test at test/a.node.test.ts:3:95',
      '✖ breaks (1.39ms)',
      '  AssertionError [ERR_ASSERTION]: one is not two',
      '  more of it',
    ].join('\n');
    const [failure] = readSpec(output, 1).failures ?? [];
    assert.ok(failure);
    assert.equal(
      describeFailure(failure),
      'test/a.node.test.ts: breaks: AssertionError [ERR_ASSERTION]: one is not two',
    );
  });
});

describe('a file that failed', () => {
  const failures = [{ file: 'a.test.ts', name: 'waits', reason: 'too long' }];
  const failed = { passed: 4, failed: 1, failures, skipped: [], output: 'first' };

  it('counts as passed, and is told, where it passes by itself', async () => {
    const asked: string[] = [];
    const outcome = await onceMore(failed, async (files) => {
      asked.push(...files);
      return { passed: 5, failed: 0, skipped: [], output: 'second' };
    });
    assert.deepEqual(asked, ['a.test.ts']);
    assert.deepEqual([outcome.passed, outcome.failed, outcome.unsteady], [5, 0, failures]);
  });

  it('stays failed where it fails again, with what both runs printed', async () => {
    const outcome = await onceMore(failed, async () => ({ ...failed, output: ' second' }));
    assert.deepEqual([outcome.failed, outcome.output], [1, 'first second']);
  });

  it('gets no second run among many, or where a runner broke', async () => {
    const never = () => assert.fail('it ran again');
    const many = ['a', 'b', 'c', 'd'].map((file) => ({ file, name: '', reason: '' }));
    assert.equal((await onceMore({ ...failed, failed: 4, failures: many }, never)).failed, 4);
    assert.equal((await onceMore({ ...failed, failures: [] }, never)).failed, 1);
  });
});

it('tests of the built package wait until it is built', () => {
  assert.ok(builtNodeTests().includes('test/package/bin.built.node.test.ts'));
  assert.deepEqual(
    nodeTests().filter((file) => builtNodeTests().includes(file)),
    [],
  );
});

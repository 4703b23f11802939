import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { capture } from '../../tools/command.ts';
import { listFiles, ROOT } from '../../tools/files.ts';

const bench = (...args: string[]) => capture(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...args]);

describe('npm run bench', () => {
  it('names its suites when it is asked for help', async () => {
    const { code, output } = await bench('--help');
    assert.equal(code, 0);
    for (const suite of ['kernels', 'plan', 'pipeline', 'board', 'peers', 'memory', 'idle', 'size'])
      assert.match(output, new RegExp(`^  ${suite} `, 'm'));
  });

  it('says which suites there are where one is missing or unknown', async () => {
    for (const [args, message] of [
      [[], /which suite\?/],
      [['kernals'], /no suite "kernals"/],
      [['kernels', 'size'], /no suite "kernels size"/],
      [['kernels', '--jason'], /'--jason'/],
      [['kernels', '--quick'], /--quick does not belong to kernels/],
      [['board', '--seconds', '61'], /--seconds 61: expected a number from 1 to 60/],
      [['size', '--noise', 'much'], /--noise much: expected a number from 0 to 1000/],
    ] as const) {
      const { code, output } = await bench(...args);
      assert.equal(code, 2);
      assert.match(output, message);
      assert.match(output, /pipeline/);
    }
  });
});

describe('the results that are kept', () => {
  for (const file of listFiles('bench/results', /\.json$/)) {
    it(`${file} is a report of its suite`, () => {
      const report = JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
      assert.equal(`bench/results/${report.suite}.json`, file);
      assert.ok(report.figures.length > 0);
      for (const { name, value, unit, better } of report.figures) {
        assert.ok(name && unit && Number.isFinite(value), `${name}: ${value} ${unit}`);
        assert.match(better, /^(higher|lower)$/);
      }
    });
  }
});

describe("the benchmarks' own dependencies", () => {
  it('are locked without the addresses that they were loaded from', () => {
    const { packages } = JSON.parse(readFileSync(`${ROOT}bench/package-lock.json`, 'utf8'));
    const locked = Object.entries<{ integrity?: string; resolved?: string }>(packages).filter(([name]) => name !== '');
    assert.ok(locked.length > 0);
    for (const [name, { integrity, resolved }] of locked) assert.ok(integrity && !resolved, name);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { ComparisonError, compareFigures, comparisonOf, holds, readReport } from '../../bench/compare.ts';
import { type Figure, figure } from '../../bench/report.ts';
import { capture } from '../../tools/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ticklane-compare-'));
after(() => rmSync(folder, { recursive: true }));

function written(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const verdict = (before: Figure, now: Figure, noise = 15) => compareFigures([before], [now], noise)[0]?.verdict;
const frames = (value: number) => figure('frames', value, '1/s', 'higher');
const delay = (value: number) => figure('delay', value, 'ms');

describe('figures beside earlier ones', () => {
  it('are the same within the noise, in both directions', () => {
    assert.equal(verdict(frames(60), frames(53)), 'same');
    assert.equal(verdict(frames(60), frames(68)), 'same');
    assert.equal(verdict(delay(10), delay(11.4)), 'same');
    assert.equal(verdict(delay(10), delay(8.8)), 'same');
  });

  it('are worse where they moved to the wrong side by more than that', () => {
    assert.equal(verdict(frames(60), frames(51)), 'worse');
    assert.equal(verdict(delay(10), delay(11.6)), 'worse');
    assert.equal(verdict(frames(60), frames(59), 1), 'worse');
  });

  it('are better where they moved to the right side', () => {
    assert.equal(verdict(frames(60), frames(70)), 'better');
    assert.equal(verdict(delay(10), delay(8)), 'better');
  });

  it('have a ratio, unless there was nothing before', () => {
    assert.equal(compareFigures([delay(10)], [delay(15)], 15)[0]?.ratio, 1.5);
    assert.equal(compareFigures([delay(0)], [delay(15)], 15)[0]?.ratio, Number.NaN);
  });

  it('are worse where there was none of what there should be less of, and better where there should be more', () => {
    assert.equal(verdict(delay(0), delay(1)), 'worse');
    assert.equal(verdict(frames(0), frames(1)), 'better');
    assert.equal(verdict(delay(0), delay(0)), 'same');
    assert.equal(verdict(delay(-5), delay(-7)), 'same');
  });

  it('are new or gone where only one side has them, or their unit is another', () => {
    const compared = compareFigures([delay(1), frames(60)], [figure('delay', 1, 'us'), figure('more', 1, 'ms')], 15);
    assert.deepEqual(
      compared.map(({ name, verdict: each }) => [name, each]),
      [
        ['delay', 'new'],
        ['more', 'new'],
        ['frames', 'gone'],
      ],
    );
  });

  it('hold unless one is worse or gone', () => {
    assert.ok(holds(compareFigures([delay(10)], [delay(5), frames(1)], 15)));
    assert.ok(!holds(compareFigures([delay(10)], [delay(20)], 15)));
    assert.ok(!holds(compareFigures([delay(10)], [], 15)));
  });

  it('are told with what became of each, and how many', () => {
    const text = comparisonOf('old.json', compareFigures([delay(10), frames(60)], [delay(20), frames(61)], 15), 15);
    assert.match(text, /^beside old\.json, noise up to 15%: 1 worse, 0 gone, 0 better, 0 new, 1 same$/m);
    assert.match(text, /^delay +10 +20 +ms +2\.00 times +WORSE$/m);
    assert.match(text, /^frames +60 +61 +1\/s +1\.02 times$/m);
  });
});

describe('a file to compare with', () => {
  it('is a report of the same suite', () => {
    const file = written('size.json', { suite: 'size', environment: {}, figures: [] });
    assert.equal(readReport(file, 'size').suite, 'size');
    assert.throws(() => readReport(file, 'board'), /this is a report of "size", not of "board"/);
  });

  it('is refused with the reason where it is anything else', () => {
    assert.throws(() => readReport(path.join(folder, 'none.json'), 'size'), ComparisonError);
    assert.throws(() => readReport(written('text.json', 'not json'), 'size'), ComparisonError);
    for (const content of [{}, null, [], { suite: 'size' }]) {
      assert.throws(() => readReport(written('other.json', content), 'size'), /this is no report of a suite/);
    }
  });

  it('is looked at before anything is measured', async () => {
    const file = written('plan.json', { suite: 'plan', figures: [] });
    const args = ['--import', 'tsx', 'bench/main.ts', 'board', '--compare', file];
    const { code, output } = await capture(process.execPath, args);
    assert.equal(code, 2);
    assert.match(output, /this is a report of "plan", not of "board"/);
  });
});

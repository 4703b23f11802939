import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../tools/files.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const readme = read('README.md');

interface Figure {
  readonly name: string;
  readonly value: number;
}
const { figures }: { figures: readonly Figure[] } = JSON.parse(read('bench/results/peers.json'));

const RATE = '60,000 ticks/s';
function figure(who: string, what: string): number {
  const name = `${who}, ${RATE}: ${what}`;
  const found = figures.find((one) => one.name === name);
  assert.ok(found, `${name} in bench/results/peers.json`);
  return found.value;
}

/** What the results call those beside which we stand, and us there. */
const PEERS: Readonly<Record<string, readonly [theirs: string, ours: string]>> = {
  'React 19': ['React, state per ticker', 'ticklane'],
  Lit: ['Lit, property per ticker', 'ticklane'],
  'lightweight-charts': ['lightweight-charts', 'ticklane'],
  uPlot: ['uPlot', 'ticklane'],
  'AG Grid': ['AG Grid', 'ticklane, grid'],
  Perspective: ['Perspective, no sparklines', 'ticklane, grid'],
};

describe('README.md', () => {
  it('has the ratios of the committed results', () => {
    const [, table = ''] = /<!-- peers -->\s+(.*?)\n\n/s.exec(readme) ?? [];
    const rows = [...table.matchAll(/^\| (.*) \|$/gm)].slice(1).map(([, row = '']) => row.split(' | '));
    assert.equal(rows.length, Object.keys(PEERS).length);
    for (const [beside = '', frames = '', script = '', reached = ''] of rows) {
      const peer = Object.keys(PEERS).find((name) => beside.startsWith(name)) ?? '';
      const [theirs, ours] = PEERS[peer] ?? assert.fail(`a peer: ${beside}`);
      const times = figure(ours, 'frames a second') / figure(theirs, 'frames a second');
      const said = frames === 'the same' ? 1 : Number.parseFloat(frames);
      assert.ok(Math.abs(times - said) < 0.05, `frames beside ${peer}: ${times}`);
      const part = figure(theirs, 'script a frame') / figure(ours, 'script a frame');
      const [, nth] = /^one (\d+)(?:nd|rd|th)$/.exec(script) ?? [];
      assert.equal(Number(nth), Math.round(part), `script beside ${peer}: ${part}`);
      const came = Math.round(figure(theirs, 'ticks applied'));
      if (reached.startsWith('all')) assert.ok(came >= 99, `ticks of ${peer}: ${came}%`);
      else assert.equal(Number.parseInt(reached, 10), came, `ticks of ${peer}`);
    }
    assert.ok(figure('ticklane', 'ticks applied') > 99);
  });

  it('does not hide who takes less processor time', () => {
    const what = 'processor time of the browser';
    const less = Object.entries(PEERS).filter(([, [theirs, ours]]) => figure(theirs, what) < figure(ours, what));
    const [, told = ''] = /\n([^\n]*) takes? less processor time/.exec(readme) ?? [];
    assert.deepEqual(
      less.map(([name]) => name),
      told.split(' and '),
    );
  });

  it('has every entry of the package in docs/getting-started.md', () => {
    const text = read('docs/getting-started.md');
    const { exports }: { exports: Record<string, unknown> } = JSON.parse(read('package.json'));
    for (const name of Object.keys(exports)) {
      if (name === './package.json') continue;
      const [before = '', after = ''] = `ticklane${name.slice(1)}`.split('*');
      const found = [...text.matchAll(/`([^`\s]+)`/g)].some(
        ([, word = '']) => word.startsWith(before) && word.endsWith(after),
      );
      assert.ok(found, name);
    }
  });

  it('links to every element', () => {
    const { modules }: { modules: { declarations?: { tagName?: string }[] }[] } = JSON.parse(
      read('custom-elements.json'),
    );
    for (const { tagName } of modules.flatMap(({ declarations = [] }) => declarations)) {
      if (tagName) assert.ok(readme.includes(`(docs/api/${tagName}.md)`), tagName);
    }
  });
});

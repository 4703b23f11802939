/** The test that visits the catalog, on a catalog made up for it: each story has something wrong of its own. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Outcome } from '../../tools/steps.ts';
import { visitStories } from '../../tools/test-stories.ts';
import { isolationFiles } from '../isolation/built.ts';

/** What the made-up page does for each story; `emit` is Storybook's channel. */
const STORIES: Readonly<Record<string, string>> = {
  'odd--story': `if (!localStorage.seen) console.error('a hiccup'); localStorage.seen = 'yes'; emit('storyFinished')`,
  'fine--story': `root.innerHTML = '<button>Press</button>'; emit('storyFinished')`,
  'logging--story': `console.error('something is odd'); emit('storyFinished')`,
  'throwing--story': `setTimeout(() => { emit('storyFinished') }, 50); throw new Error('thrown aside')`,
  'unlabelled--story': `root.innerHTML = '<img src="data:,">'; emit('storyFinished')`,
  'pale--story': `root.innerHTML = '<p style="color-scheme: light dark; background: white; color: light-dark(#000, #ccc)">text</p>'; emit('storyFinished')`,
  'failing--story': `emit('playFunctionThrewException', { message: 'waited in vain: a price' })`,
  'promised--story': `expected = 'a mistake'; console.error('told: a mistake'); emit('storyFinished')`,
  'silent--story': `expected = 'a mistake'; emit('storyFinished')`,
  'guide--docs': `docs.innerHTML = '<a href="?path=/docs/guide--docs">here</a>' + ' words'.repeat(50); emit('docsRendered')`,
  'astray--docs': `docs.innerHTML = '<a href="isolation.md">there</a>' + ' words'.repeat(50); emit('docsRendered')`,
};

const FRAME = `<!doctype html><html lang="en"><meta charset="utf-8"><title>story</title>
<script src="./isolation-worker.js"></script>
<ticker-widget></ticker-widget><div id="storybook-root"></div><div id="storybook-docs"></div>
<script>
  customElements.define('ticker-widget', class extends HTMLElement {
    constructor() { super(); this.attachInternals().states.add('live'); }
  });
  const [root, docs] = ['root', 'docs'].map((name) => document.querySelector('#storybook-' + name));
  const hearers = {};
  let expected;
  globalThis.__STORYBOOK_ADDONS_CHANNEL__ = { on: (event, hear) => (hearers[event] ??= []).push(hear) };
  globalThis.__STORYBOOK_PREVIEW__ = { currentRender: { story: { parameters: { get logs() { return expected; } } } } };
  const emit = (event, said) => hearers[event].forEach((hear) => hear(said));
</script>
<script>/* here */</script></html>`;

describe('the visit of the catalog', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ticklane-catalog-'));
  const found = new Map<string, string>();
  let outcome: Outcome;

  before(async () => {
    const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
    const entries = Object.keys(STORIES).map((id) => [id, { id, type: id.endsWith('--docs') ? 'docs' : 'story' }]);
    const cases = Object.entries(STORIES).map(([id, code]) => `case '${id}': ${code}; break;`);
    write('isolation-worker.js', (await isolationFiles())['/isolation-worker.js']);
    write('index.json', JSON.stringify({ entries: Object.fromEntries(entries) }));
    write(
      'index.html',
      '<script src="./isolation-worker.js"></script><iframe id="storybook-preview-iframe" src="iframe.html"></iframe>',
    );
    write(
      'iframe.html',
      FRAME.replace('/* here */', `switch (new URLSearchParams(location.search).get('id')) { ${cases.join('\n')} }`),
    );
    outcome = await visitStories(folder, /./, (id, wrong) => found.set(id, wrong.join('\n')));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('is isolated by the worker alone, in a folder of a host without headers', () => {
    assert.equal(found.get('the catalog at a first visit'), '');
    assert.equal(found.get('a story at a first visit'), '');
    assert.equal(found.get('fine--story'), '');
    assert.equal(found.get('guide--docs'), '');
  });

  it('looks again where a few went wrong, and says so', () => {
    assert.equal(found.get('odd--story'), '');
    assert.deepEqual(outcome.unsteady, [{ file: 'stories', name: 'odd--story', reason: 'a hiccup' }]);
    const wrong = [...found.values()].filter((text) => text !== '').length;
    assert.deepEqual([outcome.passed, outcome.failed], [found.size - wrong, wrong]);
  });

  it('tells what was logged and what was thrown', () => {
    assert.equal(found.get('logging--story'), 'something is odd');
    assert.match(found.get('throwing--story') ?? '', /^Error: thrown aside/);
  });

  it('tells what axe finds, in light and in dark', () => {
    assert.match(found.get('unlabelled--story') ?? '', /^light: image-alt, 1 times.*\ndark: image-alt/);
    assert.match(found.get('pale--story') ?? '', /^dark: color-contrast[^\n]*$/);
  });

  it('tells what a play missed', () => {
    assert.equal(found.get('failing--story'), 'playFunctionThrewException: waited in vain: a price');
  });

  it('wants the message of a mistake that a story shows', () => {
    assert.equal(found.get('promised--story'), '');
    assert.equal(found.get('silent--story'), 'nobody logged "a mistake"');
  });

  it('tells links that lead nowhere', () => {
    assert.equal(found.get('astray--docs'), 'a link leads nowhere: isolation.md');
  });
});

/**
 * `npm test`: every check and every test, until the first step that fails. The last line is always `N passed, N failed`, with
 * `, N skipped` where something was. `npm test -- --only node,browser` runs some of the steps.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { findWebKit } from '../test/tools/webkit-launcher.mjs';
import { buildAll } from './build.ts';
import { checkAllImports } from './check-imports.ts';
import { reportCoverage } from './coverage.ts';
import { listFiles, listKernels, ROOT } from './files.ts';
import { findFirefox } from './find-browser.ts';
import { outdatedFiles } from './manifest.ts';
import { describeSize, measureSizes, overBudget } from './size.ts';
import {
  builtNodeTests,
  check,
  command,
  describeFailure,
  nodeTests,
  nothing,
  type Outcome,
  runBrowserTests,
  runNodeTests,
  together,
} from './steps.ts';
import { buildStories, CATALOG, visitStories } from './test-stories.ts';
import { compileWat, readWat } from './wat.ts';
import { checkAnnotations, readLayout } from './wat-annotations.ts';

const PROJECTS = ['tsconfig.json', 'tsconfig.worker.json', 'tsconfig.node.json', 'tsconfig.test.json'];

type Step = () => Promise<Outcome> | Outcome;

/** In the order in which they run: what fails fastest comes first. */
const STEPS: Readonly<Record<string, Step>> = {
  async types() {
    for (const project of PROJECTS) {
      const outcome = await command('npx', 'tsc', '-p', project);
      if (outcome.failed) return outcome;
    }
    return check('');
  },

  format: () => command('npx', 'biome', 'ci', '--colors=off'),

  imports() {
    const { violations } = checkAllImports();
    return check(violations.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('\n'));
  },

  async kernels() {
    const { names } = await readLayout();
    for (const file of listKernels()) {
      const { source, parts } = readWat(path.join(ROOT, file), file);
      for (const part of parts) checkAnnotations(part.file, part.source, names);
      for (const shared of [true, false]) await compileWat({ file, source, parts, shared });
    }
    return check('');
  },

  async manifest() {
    const files = await outdatedFiles();
    return check(files.map((file) => `${file} is out of date: run npm run manifest`).join('\n'));
  },

  node: () => runNodeTests(nodeTests(), true),

  browser: () => runBrowserTests({ COVERAGE: '1' }),

  unisolated() {
    const files = listFiles('test', /\.unisolated\.test\.ts$/);
    return files.length ? runBrowserTests({ COVERAGE: '1', ISOLATED: '0' }) : nothing('tests without isolation');
  },

  firefox: () => (findFirefox() ? runBrowserTests({ BROWSERS: 'firefox' }) : notInstalled('firefox')),

  webkit: () => (findWebKit() ? runBrowserTests({ BROWSERS: 'webkit' }) : notInstalled('webkit')),

  async build() {
    await buildAll();
    const sizes = await measureSizes();
    const budgeted = sizes.filter(({ budget }) => budget !== undefined).map(describeSize);
    console.log(budgeted.map((line) => `       ${line}`).join('\n'));
    return check(overBudget(sizes).map(describeSize).join('\n'));
  },

  async package() {
    return together(await runNodeTests(builtNodeTests(), false), await runBrowserTests({ BUILT: '1' }));
  },

  async stories() {
    await buildStories();
    return visitStories(CATALOG);
  },

  async coverage() {
    const { enough, text } = await reportCoverage();
    console.log(text.replace(/^/gm, '       '));
    return check(enough ? '' : 'too few lines are covered');
  },
};

function notInstalled(browser: string): Outcome {
  return { passed: 0, failed: 0, skipped: [`${browser} not installed`], output: '' };
}

async function attempt(step: Step): Promise<Outcome> {
  try {
    return await step();
  } catch (error) {
    return check(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Steps that run while another does: both wait for timers, frames and sockets most of the time. */
const BESIDE: Readonly<Record<string, string>> = { node: 'browser' };

interface Timed {
  readonly outcome: Outcome;
  readonly seconds: string;
}

async function time(step: Step): Promise<Timed> {
  const start = performance.now();
  const outcome = await attempt(step);
  return { outcome, seconds: ((performance.now() - start) / 1000).toFixed(1) };
}

/** Runs the chosen steps; true where all passed. */
async function runSteps(chosen: readonly string[]): Promise<boolean> {
  const begun = new Map<string, Promise<Timed>>();
  const begin = (name: string) => {
    const running = begun.get(name) ?? time(STEPS[name] as Step);
    begun.set(name, running);
    return running;
  };
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const failures: string[] = [];
  for (const name of Object.keys(STEPS)) {
    if (!chosen.includes(name) || (failed > 0 && !begun.has(name))) continue;
    const beside = BESIDE[name];
    if (beside && chosen.includes(beside)) void begin(beside);
    const { outcome, seconds } = await begin(name);
    passed += outcome.passed;
    failed += outcome.failed;
    skipped += outcome.skipped.length;
    if (outcome.failed) console.log(outcome.output);
    failures.push(...(outcome.failures ?? []).map(describeFailure));
    const counts = outcome.passed + outcome.failed > 1 ? ` ${outcome.passed} passed, ${outcome.failed} failed,` : '';
    const verdict = outcome.failed ? 'FAIL' : outcome.passed ? 'ok' : 'none';
    console.log(`${verdict.padEnd(6)} ${name}:${counts} ${seconds} s`);
    for (const one of outcome.skipped) console.log(`       skipped: ${one}`);
    for (const one of outcome.unsteady ?? []) console.log(`       passed when run again: ${describeFailure(one)}`);
  }
  // A log may keep its end alone.
  for (const one of failures) console.log(`failed: ${one}`);
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return failed === 0;
}

const at = process.argv.indexOf('--only');
const chosen = at < 0 ? Object.keys(STEPS) : (process.argv[at + 1] ?? '').split(',');
const unknown = chosen.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`no step ${unknown.join(', ')}: there are ${Object.keys(STEPS).join(', ')}`);
  process.exitCode = 2;
} else {
  if (at < 0) rmSync(path.join(ROOT, 'coverage'), { recursive: true, force: true });
  if (!(await runSteps(chosen))) process.exitCode = 1;
}

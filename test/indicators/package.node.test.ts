import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildModules } from '../../tools/build.ts';
import { ROOT } from '../../tools/files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ticklane-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
await buildModules(folder, { indicators: 'src/indicators/index.ts' });

/** Runs a module in a process of its own, which must end by itself; what it prints. */
async function run(source: string): Promise<string> {
  const file = path.join(folder, 'main.js');
  writeFileSync(file, source);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 20_000, cwd: folder });
  return stdout.trim();
}

test('the built module has no imports, and its worker is inside', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'main.js');
  assert.deepEqual(files, ['indicators.js']);
  const text = readFileSync(path.join(folder, 'indicators.js'), 'utf8');
  assert.doesNotMatch(text, /\bfrom\s*["']|\bimport\s*["'(]/);
  console.log(`    ${gzipSync(text).length} bytes gzipped (${text.length} plain)`);
});

test('it computes, streams and uses threads in plain Node, and the process ends by itself', async () => {
  const printed = await run(`
    import { compute, computeParallel, ready, stream } from './indicators.js';
    await ready;
    const closes = Float64Array.from({ length: 2000 }, (_, index) => 100 + Math.sin(index));
    const serial = compute('a: sma(20); macd(12, 26, 9)', closes);
    const parallel = await computeParallel('a: sma(20); macd(12, 26, 9)', { x: closes, y: closes }, { workers: 2 });
    const live = stream('a: sma(20)');
    for (const close of closes) live.push(close);
    const same = (a, b) => Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer)) === 0;
    console.log(Object.keys(serial).every((name) => same(serial[name], parallel.y[name])), live.values.a === serial.a[1999]);
  `);
  assert.equal(printed, 'true true');
});

test('importing starts nothing', async () => {
  const printed = await run(`
    const compile = WebAssembly.compile;
    WebAssembly.compile = (...args) => { console.log('compiled'); return compile(...args); };
    const { ready } = await import('./indicators.js');
    console.log('imported');
    await ready;
  `);
  assert.equal(printed.split('\n')[0], 'imported');
});

test('a bundler leaves the workers out where nobody asks for them', async () => {
  const entry = path.join(folder, 'entry.js');
  writeFileSync(entry, "export { compute, ready } from './indicators.js';\n");
  const out = path.join(folder, 'shaken');
  await buildModules(out, { entry });
  assert.match(readFileSync(path.join(folder, 'indicators.js'), 'utf8'), /worker_threads/);
  assert.doesNotMatch(readFileSync(path.join(out, 'entry.js'), 'utf8'), /worker_threads|createObjectURL/);
});

const examples = readFileSync(path.join(ROOT, 'docs/indicators-in-code.md'), 'utf8').matchAll(/^```js\n(.*?)^```/gms);
for (const [index, [, source = '']] of [...examples].entries()) {
  test(`example ${index + 1} of docs/indicators-in-code.md prints what it says`, async () => {
    const said = [...source.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line = '']) => line);
    assert.ok(said.length > 0);
    const printed = await run(source.replace("'ticklane/indicators'", "'./indicators.js'"));
    assert.deepEqual(printed.replace(/\s+/g, ' '), said.join(' '));
  });
}

test('the package names the entry, and its types', () => {
  const { exports } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  assert.deepEqual(exports['./indicators'], {
    types: './dist/types/indicators/index.d.ts',
    default: './dist/inline/indicators.js',
  });
});
